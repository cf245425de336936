package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.ClusterException.Reason;
import io.sparksecrets.delivery.NoCluster;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListedNamespacesTest {

    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean isDown;
    private final ListedNamespaces namespaces =
            new ListedNamespaces(cluster(), "enabled", Set.of("kube-system", "spark-secrets"));

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
    void withoutAClusterNothingIsDeliveredAnywaySoNobodyIsRefused() {
        ListedNamespaces alone = new ListedNamespaces(new NoCluster(), "enabled", Set.of());
        alone.list();
        assertThat(alone.refusal("etl")).isEmpty();
    }

    /** Lists the namespace etl; new was labelled since. */
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
                        return Set.of("etl");
                    }
                    asked.incrementAndGet();
                    return Optional.ofNullable(labels.get(arguments[0]));
                });
    }
}
