package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.delivery.PodEvent;
import io.sparksecrets.demo.ClusterInMemory;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeniedExecutorsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final ClusterInMemory cluster = new ClusterInMemory();

    @Test
    void anEventOnTheDriverTellsWhatThePersonHasToDo() {
        tell(executor("etl-exec-1", "executor", "Pod"), denial("etl-exec-1", "env A"));

        PodEvent event = cluster.events().getFirst();
        assertThat(event.pod()).isEqualTo(OwnerReference.toPod("etl-driver", "u-1"));
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

    private void tell(SparkPod pod, Denial denial) {
        try (DeniedExecutors executors = new DeniedExecutors(cluster, Clock.fixed(NOW, ZoneOffset.UTC))) {
            executors.tell("spark", pod, denial);
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
                          [{"apiVersion": "v1", "kind": "%s", "name": "etl-driver", "uid": "u-1", "controller": true}]}}
                        """.formatted(name, role, ownerKind));
        return new SparkPod(pod);
    }
}
