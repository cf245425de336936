package io.sparksecrets.pod.delivery;

import static io.sparksecrets.pod.Pods.asExecutor;
import static io.sparksecrets.pod.Pods.pod;
import static io.sparksecrets.pod.Pods.podWithArgs;
import static io.sparksecrets.pod.Pods.podWithCommand;
import static io.sparksecrets.pod.Pods.podWithEnv;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.rewrite.PodRewrite;
import io.sparksecrets.reference.Encoding;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a rewritten pod is warned of with the value {@code s3&k%ey+1"}. */
class RawValuesTest {

    private static final String URL = "jdbc:postgresql://db/etl?user=a&password=${secrets.PW}&sslmode=require";
    private static final String ENCODED = URL.replace("PW}", "PW|url}");
    private static final String WARNING =
            ": |url is missing: write ${secrets.PW|url}; the value has a character with a meaning in URLs";

    @Test
    void aTextInAVariableIsReadWithItsReferences() {
        assertThat(warnings(podWithEnv("DB_URL", URL))).containsExactly("container main, env DB_URL" + WARNING);
        assertThat(warnings(podWithEnv("DB_URL", ENCODED))).isEmpty();
        assertThat(warnings(podWithEnv("PW", "${secrets.PW}", "X", "Bearer ${secrets.PW}")))
                .isEmpty();
    }

    @Test
    void aVariableThatKubernetesPutsIntoAnotherIsReadThere() {
        ObjectNode pod = podWithEnv("PW", "${secrets.PW}", "URL", "https://h/?t=$(PW)", "NOT", "https://h/?t=$$(PW)");

        assertThat(warnings(pod)).containsExactly("container main, env URL" + WARNING);
    }

    @Test
    void aWordIsReadWithItsReferences() {
        assertThat(warnings(podWithArgs("--url=" + URL))).containsExactly("container main, args[0]" + WARNING);
        assertThat(warnings(podWithArgs("spark-submit", "--conf", "spark.x.url=" + URL, "app.jar")))
                .containsExactly("container main, args[2]" + WARNING);
        assertThat(warnings(podWithArgs("--url=" + ENCODED))).isEmpty();
    }

    @Test
    void aScriptIsReadAsItWasBeforeItsReferencesBecameVariables() {
        for (String script : new String[] {
            "psql '" + URL + "' -l", "psql \"" + URL.replace("$", "\\$") + "\"", "psql --url=" + URL.replace("&", "\\&")
        }) {
            assertThat(warnings(podWithCommand("sh", "-c", script)))
                    .as(script)
                    .containsExactly("container main, command[2]" + WARNING);
            assertThat(warnings(podWithCommand("sh", "-c", script.replace("PW}", "PW|url}"))))
                    .isEmpty();
        }
        assertThat(warnings(podWithCommand("sh", "-c", "curl -d '{\"p\":\"${secrets.PW}\"}' h")))
                .containsExactly(
                        "container main, command[2]: |json is missing: write ${secrets.PW|json}; the value has a"
                                + " character with a meaning in JSON");
        assertThat(warnings(podWithCommand("sh", "-c", "login --password=\"${secrets.PW}\" ${secrets.PW}")))
                .isEmpty();
    }

    @Test
    void aJavaOptionInAnArgumentFileIsRead() {
        ObjectNode executor = asExecutor(podWithEnv("SPARK_JAVA_OPT_0", "-Ddb.url=" + URL), "4.1.1", "uid");

        assertThat(warnings(executor))
                .containsExactly("container spark-kubernetes-executor, env SPARK_JAVA_OPT_0" + WARNING);
    }

    @Test
    void javaOptionsForSparksLauncherAreRead() {
        assertThat(warnings(podWithArgs("spark-submit", "--driver-java-options", "-Da=b -Durl=" + URL, "app.jar")))
                .containsExactly("container main, args[2]" + WARNING);
    }

    @Test
    void aPlaceIsToldOnceAndASecretOfAnotherIsNot() {
        ObjectNode pod = pod(main -> Pods.env(main, "A", "https://h/?a=${secrets.PW}&b=${secrets.PW}"));
        assertThat(warnings(pod)).hasSize(1);

        JsonNode foreign = podWithEnv("A", "https://h/?a=$(OTHER)", "B", "${secrets.PW}");
        assertThat(warnings(foreign)).isEmpty();
    }

    private static List<String> warnings(JsonNode pod) {
        PodRewrite rewrite = Pods.rewrite(pod);
        assertThat(rewrite.problems()).isEmpty();
        SparkPod rewritten = new SparkPod(Pods.apply(rewrite.patch(), pod));
        return RawValues.warnings(rewritten, rewrite.delivery().orElseThrow(), reference -> {
                    SecretValue value = SecretValue.of("s3&k%ey+1\"");
                    Encoding encoding = reference.encoding();
                    return encoding == null ? value : encoding.encode(value);
                })
                .stream()
                .map(Problem::toString)
                .toList();
    }
}
