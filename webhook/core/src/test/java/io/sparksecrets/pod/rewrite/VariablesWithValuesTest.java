package io.sparksecrets.pod.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which env variables of a rewritten pod have values. */
class VariablesWithValuesTest {

    @Test
    void thoseThatTakeThemFromTheDeliverySecretOrFromAVariableThatDoes() {
        ObjectNode pod = Pods.podWithEnv("WHOLE", "${secrets.A}", "PART", "x-${secrets.B}", "PLAIN", "x");
        ObjectNode main = (ObjectNode) pod.at("/spec/containers/0");
        main.withArray("env")
                .addObject()
                .put("name", "OF_THE_USER")
                .putObject("valueFrom")
                .putObject("secretKeyRef")
                .put("name", "his")
                .put("key", "k");
        PodRewrite rewrite = Pods.rewrite(pod);
        JsonNode rewritten = Pods.apply(rewrite.patch(), pod);
        assertThat(new SparkPod(rewritten)
                        .variablesWithValues(rewrite.delivery().orElseThrow().secretName()))
                .contains("WHOLE", "PART")
                .doesNotContain("PLAIN", "OF_THE_USER");
        assertThat(new SparkPod(pod).variablesWithValues("other")).isEmpty();
    }
}
