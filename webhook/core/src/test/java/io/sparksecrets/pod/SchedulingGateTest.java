package io.sparksecrets.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.pod.delivery.DeliveryNames;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.pod.rewrite.RewriteSettings.JavaOptionDelivery;
import io.sparksecrets.reference.LeasedStores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SchedulingGateTest {

    private static final PodRewriter GATING = new PodRewriter(
            new DeliveryNames(new byte[32]), new RewriteSettings(JavaOptionDelivery.AUTO, true, LeasedStores.NONE));

    @Test
    void aDriverWaitsBehindAGateForItsConfMap() {
        assertThat(gates(gated(driver()))).isEqualTo("[{\"name\":\"sparksecrets.io/conf\"}]");
    }

    @Test
    void withoutTheSettingThereIsNone() {
        assertThat(Pods.rewritten(driver()).at("/spec/schedulingGates").isMissingNode())
                .isTrue();
    }

    @Test
    void gatesOfOthersStay() {
        ObjectNode pod = driver();
        spec(pod).putArray("schedulingGates").addObject().put("name", "quota");

        assertThat(gates(gated(pod))).isEqualTo("[{\"name\":\"quota\"},{\"name\":\"sparksecrets.io/conf\"}]");
    }

    @Test
    void aSecondRunAddsNoSecondGate() {
        JsonNode once = gated(driver());

        assertThat(gated(once)).isEqualTo(once);
    }

    @Test
    void aPodThatHasItsNodeCannotHaveAGate() {
        ObjectNode pod = driver();
        spec(pod).put("nodeName", "n1");

        assertThat(gated(pod).at("/spec/schedulingGates").isMissingNode()).isTrue();
    }

    @Test
    void aPodWithoutConfMapIsNotGated() {
        ObjectNode executor = Pods.asExecutor(Pods.podWithEnv("A", "${secrets.X}"), "4.1.1", "driver-1");

        assertThat(gated(executor).at("/spec/schedulingGates").isMissingNode()).isTrue();
    }

    @Test
    void itsRemovalLeavesTheGatesOfOthers() {
        ObjectNode pod = driver();
        spec(pod).putArray("schedulingGates").addObject().put("name", "quota");
        JsonNode stored = stored(gated(pod), "u-1");

        JsonNode released =
                Pods.apply(SchedulingGate.removal(new SparkPod(stored)).orElseThrow(), stored);

        assertThat(gates(released)).isEqualTo("[{\"name\":\"quota\"}]");
        assertThat(SchedulingGate.removal(new SparkPod(released))).isEmpty();
    }

    @Test
    void itsRemovalDoesNotFitAPodThatTookTheNameOver() {
        JsonNode stored = stored(gated(driver()), "u-1");
        JsonNode another = stored(gated(driver()), "u-2");

        assertThatThrownBy(() ->
                        Pods.apply(SchedulingGate.removal(new SparkPod(stored)).orElseThrow(), another))
                .hasMessageContaining("u-2");
    }

    private static ObjectNode driver() {
        ObjectNode pod = Pods.podWithEnv("A", "${secrets.X}");
        ObjectNode volume = spec(pod).putArray("volumes").addObject();
        volume.put("name", "spark-conf-volume-driver").putObject("configMap").put("name", "spark-drv-1-conf-map");
        return pod;
    }

    private static ObjectNode spec(JsonNode pod) {
        return (ObjectNode) pod.path("spec");
    }

    private static JsonNode stored(JsonNode pod, String uid) {
        ((ObjectNode) pod.path("metadata")).put("uid", uid);
        return pod;
    }

    private static JsonNode gated(JsonNode pod) {
        return Pods.apply(GATING.rewrite(new SparkPod(pod), Pods.request("u")).patch(), pod);
    }

    private static String gates(JsonNode pod) {
        return pod.at("/spec/schedulingGates").toString();
    }
}
