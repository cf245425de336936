package io.sparksecrets.pod.rewrite;

import static io.sparksecrets.pod.Pods.apply;
import static io.sparksecrets.pod.Pods.main;
import static io.sparksecrets.pod.Pods.podWithArgs;
import static io.sparksecrets.pod.Pods.podWithCommand;
import static io.sparksecrets.pod.Pods.podWithEnv;
import static io.sparksecrets.pod.Pods.rewrite;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** PySpark hands {@code spark.executorEnv.*} of the driver to its workers, so references go to executors by annotations instead. */
class ExecutorVariablesInWordsTest {

    private static final String CARRIED = "spark.kubernetes.executor.annotation.sparksecrets.io/executor-env-";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spark-submit --conf spark.executorEnv.DB=${secrets.X} a.py   | spark-submit --conf ^DB=DB=${secrets.X} a.py
            spark-submit --conf=spark.executorEnv.DB=${secrets.X} a.py   | spark-submit --conf=^DB=DB=${secrets.X} a.py
            pyspark -c spark.executorEnv.DB=x=$(A)${secrets.X}           | pyspark -c ^DB=DB=x=$(A)${secrets.X}
            pyspark --conf spark.executorEnv.A=${secrets.X} --conf spark.executorEnv.B=${secrets.Y} | pyspark --conf ^A=A=${secrets.X} --conf ^B=B=${secrets.Y}
            java -Dspark.executorEnv.DB=${secrets.X} -jar a.jar          | java -D^DB=DB=${secrets.X} -jar a.jar
            poetry run spark-submit --conf spark.executorEnv.DB=${secrets.X} a.py | poetry run spark-submit --conf ^DB=DB=${secrets.X} a.py
            """)
    void inACommandLine(String line, String expected) {
        ObjectNode pod = podWithCommand(line.split(" "));

        assertThat(String.join(" ", wordsOf(pod))).isEqualTo(expected.replace("^", CARRIED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            spark-submit --conf spark.executorEnv.DB=${secrets.X} a.py             | spark-submit --conf ^DB=DB='${secrets.X}' a.py
            spark-submit --conf 'spark.executorEnv.DB=a${secrets.X}' a.py          | spark-submit --conf '^DB=DB=a${secrets.X}' a.py
            spark-submit --conf "spark.executorEnv.DB=${secrets.X}${secrets.Y}" a  | spark-submit --conf "^DB=DB=\\${secrets.X}\\${secrets.Y}" a
            O="--conf spark.executorEnv.A=${secrets.X} --conf spark.executorEnv.B=${secrets.Y}" | O="--conf ^A=A=\\${secrets.X} --conf ^B=B=\\${secrets.Y}"
            O=(--conf spark.executorEnv.A=${secrets.X}); pyspark "${O[@]}"         | O=(--conf ^A=A='${secrets.X}'); pyspark "${O[@]}"
            set -- --conf spark.executorEnv.A=${secrets.X}; pyspark "$@"           | set -- --conf ^A=A='${secrets.X}'; pyspark "$@"
            """)
    void inAScript(String script, String expected) {
        ObjectNode pod = podWithCommand("bash", "-c", script);

        assertThat(wordsOf(pod).getLast()).isEqualTo(expected.replace("^", CARRIED));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            PYSPARK_SUBMIT_ARGS => --conf spark.executorEnv.DB=${secrets.X} pyspark-shell     => --conf ^DB=DB=${secrets.X} pyspark-shell
            PYSPARK_SUBMIT_ARGS => --conf 'spark.executorEnv.DB=a ${secrets.X}' pyspark-shell => --conf '^DB=DB=a ${secrets.X}' pyspark-shell
            SPARK_SUBMIT_OPTS   => -Da=b "-Dspark.executorEnv.DB=${secrets.X}"                => -Da=b "-D^DB=DB=${secrets.X}"
            SPARK_OPTS          => --conf spark.executorEnv.A=${secrets.X}                    => --conf ^A=A=${secrets.X}
            ZEPPELIN_SPARK_CONF => --master|k8s://h|--conf|spark.executorEnv.A=it's ${secrets.X} => --master|k8s://h|--conf|^A=A=it's ${secrets.X}
            SPARK_THRIFT_OPTS   => -Dspark.executorEnv.A=${secrets.X}                         => -D^A=A=${secrets.X}
            """)
    void inAVariableWithOptions(String name, String options, String expected) {
        ObjectNode pod = podWithEnv(name, options);

        JsonNode after = rewrittenTwice(pod);

        assertThat(main(after).at("/env/0/value").asString()).isEqualTo(expected.replace("^", CARRIED));
    }

    @Test
    void besideValuesThatAreFilledIn() {
        ObjectNode pod = podWithEnv(
                "PYSPARK_SUBMIT_ARGS",
                "--conf spark.executorEnv.DB=${secrets.X} --conf spark.a=${secrets.Y} pyspark-shell");

        JsonNode after = rewrittenTwice(pod);

        assertThat(main(after).at("/env/1/value").asString())
                .startsWith("--conf " + CARRIED + "DB=DB=${secrets.X} --conf $(SPARK_SECRETS_0)  --conf ");
    }

    @Test
    void theSameVariableHasTheSameKeySoThatTheLastOneCountsAsWithSparksOwnKey() {
        List<String> words = wordsOf(podWithCommand(
                "pyspark", "-c", "spark.executorEnv.DB=${secrets.X}", "-c", "spark.executorEnv.DB=${secrets.Y}"));

        assertThat(words).contains(CARRIED + "DB=DB=${secrets.X}", CARRIED + "DB=DB=${secrets.Y}");
    }

    @Test
    void aNameThatNoAnnotationCanHaveGoesByAnother() {
        String word = wordsOf(podWithCommand("pyspark", "-c", "spark.executorEnv.DB_=${secrets.X}"))
                .getLast();
        String name = "A".repeat(60);
        String longer = wordsOf(podWithCommand("pyspark", "-c", "spark.executorEnv." + name + "=${secrets.X}"))
                .getLast();

        assertThat(word).matches("\\Q" + CARRIED + "\\E[0-9a-f-]{35}[0-9a-f]=DB_=\\$\\{secrets\\.X}");
        assertThat(longer).matches("\\Q" + CARRIED + "\\E[0-9a-f-]{35}[0-9a-f]=A{60}=\\$\\{secrets\\.X}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark-submit --deploy-mode cluster --conf spark.executorEnv.DB=${secrets.X} a.py",
                "spark-submit --conf spark.kubernetes.executor.annotation.a=${secrets.X} a.py",
                "spark-submit --conf spark.executor.extraJavaOptions=${secrets.X} a.py",
                "spark-submit --conf spark.executorEnv.DB=plain a.py"
            })
    void whatIsRightAsItIsStays(String line) {
        assertThat(rewrite(podWithCommand(line.split(" "))).patch()).isEmpty();
    }

    @Test
    void whereExecutorsAreNoPodsTheKeyStays() {
        assertThat(wordsOf(podWithCommand(
                        "spark-submit", "--master", "local[2]", "--conf", "spark.executorEnv.DB=${secrets.X}")))
                .contains("spark.executorEnv.DB=$(SPARK_SECRETS_0)");
    }

    @Test
    void nothingIsDeliveredToAPodThatOnlyHandsReferencesOn() {
        PodRewrite rewrite = rewrite(podWithArgs("--conf", "spark.executorEnv.DB=${secrets.X}"));

        assertThat(rewrite.delivery()).isEmpty();
        assertThat(rewrite.places()).containsExactly("container main, args[1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark-submit --conf spark.executor'Env.DB'=${secrets.X} a.py",
                "spark-submit --conf spark.executorEnv.\"DB\"=${secrets.X} a.py"
            })
    void aKeyInPiecesIsRefusedInAScript(String script) {
        assertThat(rewrite(podWithCommand("sh", "-c", script)).problems())
                .singleElement()
                .asString()
                .contains("spark.executorEnv.DB", "in one piece");
    }

    @Test
    void aKeyInPiecesIsRefusedInAVariableWithOptions() {
        assertThat(rewrite(podWithEnv("PYSPARK_SUBMIT_ARGS", "--conf spark.'executorEnv'.DB=${secrets.X}"))
                        .problems())
                .singleElement()
                .asString()
                .contains("spark.executorEnv.DB", "in one piece");
    }

    @Test
    void theExecutorGetsTheVariable() {
        String carried = wordsOf(podWithCommand("pyspark", "-c", "spark.executorEnv.DB=a ${secrets.X}"))
                .getLast();
        ObjectNode executor =
                Pods.asExecutor(Pods.pod(main -> main.withArray("args").add("executor")), "4.1.1", "uid");
        int equals = carried.indexOf('=');
        ((ObjectNode) executor.path("metadata"))
                .putObject("annotations")
                .put(
                        carried.substring("spark.kubernetes.executor.annotation.".length(), equals),
                        carried.substring(equals + 1));

        PodRewrite rewrite = rewrite(executor);

        assertThat(Pods.seen(
                                main(apply(rewrite.patch(), executor)),
                                rewrite.delivery().orElseThrow())
                        .env())
                .containsEntry("DB", Pods.render("a ${secrets.X}"));
    }

    private static List<String> wordsOf(ObjectNode pod) {
        JsonNode main = main(rewrittenTwice(pod));
        List<String> words = new ArrayList<>();
        main.path("command").forEach(word -> words.add(word.asString()));
        main.path("args").forEach(word -> words.add(word.asString()));
        return words;
    }

    /** The second run finds nothing to do. */
    private static JsonNode rewrittenTwice(JsonNode pod) {
        PodRewrite rewrite = rewrite(pod);
        assertThat(rewrite.problems()).isEmpty();
        JsonNode after = apply(rewrite.patch(), pod);
        assertThat(rewrite(after).patch()).as("what a second run changes").isEmpty();
        assertThat(rewrite(after).places()).as("what a second run finds").isEmpty();
        return after;
    }
}
