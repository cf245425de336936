package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.delivery.PodEvent;
import io.sparksecrets.demo.ClusterInMemory;
import io.sparksecrets.mutation.LocalMutation;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.reference.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeniedExecutorsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final LocalMutation mutation = new LocalMutation(RewriteSettings.DEFAULTS);
    private final ClusterInMemory cluster = new ClusterInMemory();
    private Optional<OwnerReference> requester = Optional.empty();

    @BeforeEach
    void storeDriver() {
        cluster.store(driver("etl-driver", "driver", "spark-1"));
    }

    @Test
    void anEventOnTheDriverTellsWhatThePersonHasToDo() {
        tell(executor("etl-exec-1", "executor", "Pod"), denial("etl-exec-1", "env A"));

        PodEvent event = cluster.events().getFirst();
        assertThat(event.pod()).isEqualTo(OwnerReference.toPod("etl-driver", "etl-driver-uid"));
        assertThat(event.message()).contains("pod etl-exec-1").contains("env A: missing");
        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.name()).matches("etl-driver\\.[0-9a-f]{32}");
    }

    @Test
    void manyExecutorsDeniedForTheSameMakeOneEventAndAnotherReasonASecond() {
        tell(executor("etl-exec-1", "executor", "Pod"), denial("etl-exec-1", "env A"));
        tell(executor("etl-exec-2", "executor", "Pod"), denial("etl-exec-2", "env A"));
        assertThat(cluster.events()).hasSize(1);

        tell(executor("etl-exec-3", "executor", "Pod"), denial("etl-exec-3", "env B"));
        assertThat(cluster.events()).hasSize(2);
    }

    @Test
    void aPodThatIsNoExecutorOrHasNoDriverInTheClusterMakesNone() {
        tell(executor("notebook", "driver", "Pod"), denial("notebook", "env A"));
        tell(executor("etl-exec-1", "executor", "SparkApplication"), denial("etl-exec-1", "env A"));

        assertThat(cluster.events()).isEmpty();
    }

    @Test
    void aLongMessageIsCutToWhatKubernetesTakes() {
        Denial denial = denial("etl-exec-1", "ä".repeat(2_000));
        tell(executor("etl-exec-1", "executor", "Pod"), denial);

        assertThat(cluster.events().getFirst().message())
                .endsWith("ä…")
                .satisfies(message -> assertThat(message.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .hasSizeBetween(1_020, 1_024));
    }

    @ParameterizedTest
    @ValueSource(strings = {"StatefulSet", "ReplicaSet"})
    void anExecutorThatAControllerMakesTellsTheDriverThatItsAnnotationNames(String controller) {
        tell(annotated(controller, "etl-driver"), denial("etl-exec-1", "env A"));

        assertThat(cluster.events())
                .singleElement()
                .extracting(PodEvent::pod)
                .isEqualTo(OwnerReference.toPod("etl-driver", "etl-driver-uid"));
    }

    @Test
    void anAnnotationThatNamesNoDriverOfTheApplicationTellsNobody() {
        cluster.store(driver("other-driver", "driver", "spark-2"));
        cluster.store(driver("etl-exec-1", "executor", "spark-1"));

        for (String name : List.of("other-driver", "etl-exec-1", "gone", "")) {
            tell(annotated("StatefulSet", name), denial("etl-exec-1", "env A"));
        }

        assertThat(cluster.events()).isEmpty();
    }

    @Test
    void aPodToWhichNothingIsDeliveredOrThatIsNotStoredHearsNothing() {
        cluster.store(JsonMapper.shared().readTree("""
                {"metadata": {"name": "victim", "namespace": "spark", "uid": "victim-uid"}}
                """));
        for (String victim : List.of("victim", "nobody")) {
            requester = Optional.of(OwnerReference.toPod(victim, "victim-uid"));
            tell(withoutOwner(), denial("nb-exec-1", "call this number"));
        }
        requester = Optional.of(OwnerReference.toPod("etl-driver", "of a former driver"));
        tell(withoutOwner(), denial("nb-exec-1", "call this number"));

        assertThat(cluster.events()).isEmpty();
    }

    @Test
    void anExecutorWithoutOwnerTellsThePodThatAsksForIt() {
        cluster.store(driver("notebook", "notebook", ""));
        requester = Optional.of(OwnerReference.toPod("notebook", "notebook-uid"));

        tell(withoutOwner(), denial("nb-exec-1", "env A"));

        assertThat(cluster.events())
                .singleElement()
                .extracting(PodEvent::pod)
                .isEqualTo(OwnerReference.toPod("notebook", "notebook-uid"));
    }

    /** A pod to which this program delivers. */
    private JsonNode driver(String name, String role, String application) {
        JsonNode pod = JsonMapper.shared().readTree("""
                {"metadata": {"name": "%s", "namespace": "spark", "uid": "%s-uid",
                  "labels": {"spark-role": "%s", "spark-app-selector": "%s"}},
                  "spec": {"containers": [{"name": "c", "env": [{"name": "A", "value": "${secrets.A}"}]}]}}
                """.formatted(name, name, role, application));
        return mutation.of(new SparkPod(pod), PodRequest.of("spark", "u")).pod().json();
    }

    private static SparkPod withoutOwner() {
        return new SparkPod(JsonMapper.shared()
                .readTree("{\"metadata\": {\"name\": \"nb-exec-1\", \"labels\": {\"spark-role\": \"executor\"}}}"));
    }

    /** An executor of the application spark-1. */
    private static SparkPod annotated(String controller, String driver) {
        return new SparkPod(JsonMapper.shared().readTree("""
                {"metadata": {"name": "etl-exec-1", "annotations": {"sparksecrets.io/driver": "%s"},
                  "labels": {"spark-role": "executor", "spark-app-selector": "spark-1"}, "ownerReferences":
                  [{"apiVersion": "apps/v1", "kind": "%s", "name": "spark-s-1-0", "uid": "u-2", "controller": true}]}}
                """.formatted(driver, controller)));
    }

    private void tell(SparkPod pod, Denial denial) {
        try (DeniedExecutors executors =
                new DeniedExecutors(cluster, mutation.rewriter(), Clock.fixed(NOW, ZoneOffset.UTC))) {
            executors.tell(new PodRequest("spark", "request", "", requester), pod, denial);
        }
    }

    private static Denial denial(String pod, String where) {
        Denial denial = new Denial("pod " + pod);
        denial.addAll(List.of(new Problem(where, "missing")));
        return denial;
    }

    private static SparkPod executor(String name, String role, String ownerKind) {
        JsonNode pod = JsonMapper.shared().readTree("""
                        {"metadata": {"name": "%s", "labels": {"spark-role": "%s"}, "ownerReferences":
                          [{"apiVersion": "v1", "kind": "%s", "name": "etl-driver", "uid": "etl-driver-uid", "controller": true}]}}
                        """.formatted(name, role, ownerKind));
        return new SparkPod(pod);
    }
}
