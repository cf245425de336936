package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.ClusterException.Reason;
import io.sparksecrets.delivery.NoCluster;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListedNamespacesTest {

    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean isDown;
    private Duration now = Duration.ofDays(1);
    private volatile Set<String> listed = Set.of("etl");
    private final ListedNamespaces namespaces =
            new ListedNamespaces(cluster(), "enabled", Set.of("kube-system", "spark-secrets"), () -> now.toNanos());

    @Test
    void oneThatIsListedIsNotAskedForAndTakesPartWhileTheApiServerIsDown() {
        namespaces.list();
        isDown = true;

        assertThat(namespaces.refusal("etl")).isEmpty();
        assertThat(asked).hasValue(0);
    }

    @Test
    void oneThatWasLabelledAMomentAgoIsAskedForAndRemembered() {
        namespaces.list();

        for (int i = 0; i < 10; i++) {
            assertThat(namespaces.refusal("new")).isEmpty();
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void oneWithAnotherValueOfTheLabelOrWithoutItOrThatIsNotThereIsToldHowToTakePart() {
        namespaces.list();

        for (String other : Set.of("staging", "plain", "nowhere")) {
            assertThat(namespaces.refusal(other).orElseThrow().what())
                    .contains("kubectl label namespace " + other + " sparksecrets.io/injection=enabled");
        }
    }

    @Test
    void thoseThatAreLeftOutStayOutWhateverTheirLabels() {
        namespaces.list();

        assertThat(namespaces.refusal("kube-system").orElseThrow().what()).contains("never delivers to");
        assertThat(namespaces.refusal("spark-secrets")).isPresent();
    }

    @Test
    void oneThatIsNotKnownWhileTheApiServerIsDownIsAnOutageAndNoRefusal() {
        namespaces.list();
        isDown = true;

        assertThatThrownBy(() -> namespaces.refusal("new"))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.isRetryable()).isTrue());
    }

    @Test
    void whoMakesUpNamesHasTheApiServerAskedForFewOfThem() {
        namespaces.list();

        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 100; i++) {
                askFor("made-up-%d-%d".formatted(second, i));
            }
            now = now.plusSeconds(1);
        }

        assertThat(asked).hasValue(50 + 59 * 10);
    }

    @Test
    void oneThatIsNotAskedForBecauseTooManyAreIsAnOutageThatSaysSoAndNoRefusal() {
        namespaces.list();
        askForTooMany();

        assertThatThrownBy(() -> namespaces.refusal("new"))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.isRetryable()).isTrue())
                .hasMessage(
                        "new is not known, and too many namespaces that are not known are being asked for; try again in"
                                + " a few seconds");
    }

    @Test
    void thoseThatAreListedOrRememberedOrLeftOutDoNotNoticeThatTooManyAreAskedFor() {
        namespaces.list();
        assertThat(namespaces.refusal("new")).isEmpty();
        assertThat(namespaces.refusal("plain")).isPresent();
        askForTooMany();

        assertThat(namespaces.refusal("etl")).isEmpty();
        assertThat(namespaces.refusal("new")).isEmpty();
        assertThat(namespaces.refusal("plain").orElseThrow().what()).contains("does not take part");
        assertThat(namespaces.refusal("kube-system").orElseThrow().what()).contains("never delivers to");
    }

    @Test
    void oneThatIsListedByNowIsKnownHoweverManyAreAskedFor() {
        namespaces.list();
        askForTooMany();
        listed = Set.of("etl", "new");

        namespaces.list();

        assertThat(namespaces.refusal("new")).isEmpty();
    }

    @Test
    void withoutAClusterNothingIsDeliveredAnywaySoNobodyIsRefused() {
        ListedNamespaces alone = new ListedNamespaces(new NoCluster(), "enabled", Set.of(), () -> now.toNanos());
        alone.list();
        assertThat(alone.refusal("etl")).isEmpty();
    }

    private void askForTooMany() {
        for (int i = 0; i < 100; i++) {
            askFor("made-up-" + i);
        }
    }

    private void askFor(String madeUp) {
        try {
            assertThat(namespaces.refusal(madeUp)).isPresent();
        } catch (ClusterException e) {
            assertThat(e.isRetryable()).isTrue();
        }
    }

    /** Lists the namespace etl at first; new was labelled since. */
    private Cluster cluster() {
        Map<String, Map<String, String>> labels = Map.of(
                "etl", Map.of("sparksecrets.io/injection", "enabled"),
                "new", Map.of("sparksecrets.io/injection", "enabled"),
                "kube-system", Map.of("sparksecrets.io/injection", "enabled"),
                "staging", Map.of("sparksecrets.io/injection", "staging"),
                "plain", Map.of());
        return (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isNone")) {
                        return false;
                    }
                    if (isDown) {
                        throw new ClusterException(Reason.UNAVAILABLE, "down");
                    }
                    if (method.getName().equals("namespacesWith")) {
                        return listed;
                    }
                    asked.incrementAndGet();
                    return Optional.ofNullable(labels.get(arguments[0]));
                });
    }
}
