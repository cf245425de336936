package io.sparksecrets.pod.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.rewrite.PodRewrite;
import io.sparksecrets.reference.SecretValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Variables with options for programs that are not Spark's, which their scripts hand on without quotes. */
class SplitVariablesTest {

    private static final String SPLIT = "s3cr3t -XX:OnOutOfMemoryError=id";

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_OPTS", "KYUUBI_JAVA_OPTS", "LIVY_SERVER_JAVA_OPTS", "HADOOP_OPTS", "JVM_ARGS"})
    void aValueThatAShellWouldSplitEarnsAWarning(String name) {
        assertThat(warnings(name, "-Da=${secrets.X:-secret default}", SPLIT))
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .startsWith("container main, env " + name + ": ")
                        .contains("the value of ${secrets.X} would not stay whole")
                        .doesNotContain("s3cr3t", "secret default"));
        assertThat(warnings(name, "${secrets.X}", "-Da=*")).hasSize(1);
    }

    @Test
    void oneThatStaysWholeDoesNot() {
        assertThat(warnings("JAVA_OPTS", "-Da=${secrets.X} -Db=c", "s3&k%e'y+1"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DB_PASSWORD", "OPTIONS", "SPARK_SUBMIT_OPTS"})
    void norDoesOneInAVariableThatIsNotSplitOrIsQuoted(String name) {
        assertThat(warnings(name, "-Da=${secrets.X}", SPLIT)).isEmpty();
    }

    private static List<String> warnings(String name, String text, String value) {
        ObjectNode pod = Pods.podWithEnv(name, text);
        PodRewrite rewrite = Pods.rewrite(pod);
        JsonNode after = Pods.apply(rewrite.patch(), pod);
        Delivery delivery = rewrite.delivery().orElseThrow();
        return ValueLimits.check(
                        new SparkPod(after), delivery, DeliveryData.render(delivery, any -> SecretValue.of(value)))
                .warnings();
    }
}
