package io.sparksecrets.pod.rewrite;

import static io.sparksecrets.pod.Pods.apply;
import static io.sparksecrets.pod.Pods.main;
import static io.sparksecrets.pod.Pods.podWithArgs;
import static io.sparksecrets.pod.Pods.podWithCommand;
import static io.sparksecrets.pod.Pods.rewrite;
import static io.sparksecrets.pod.Pods.rewritten;
import static io.sparksecrets.pod.Pods.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.delivery.DeliveryEntry;
import io.sparksecrets.pod.delivery.DeliveryEntry.Encoding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CommandLineRewriteTest {

    @Test
    void confWordsThatSparkResolvesBecomeVariables() {
        String hidden =
                "spark.redaction.regex=\\Qsun.java.command\\E|\\Qa.key\\E|(?i)secret|password|token|access[.]?key";
        assertThat(wordsOf(podWithCommand("spark-submit", "--conf", "spark.hadoop.a.key=${secrets.X}", "app.py")))
                .containsExactly(
                        "spark-submit", "--conf", "spark.hadoop.a.key=$(SPARK_SECRETS_0)", "--conf", hidden, "app.py");
        assertThat(wordsOf(podWithCommand("spark-submit", "--conf=spark.hadoop.a.key=${secrets.X}")))
                .containsExactly("spark-submit", "--conf=spark.hadoop.a.key=$(SPARK_SECRETS_0)", "--conf", hidden);
        assertThat(wordsOf(podWithCommand("pyspark", "-c", "spark.hadoop.a.key=a${secrets.X}b")))
                .containsExactly("pyspark", "-c", "spark.hadoop.a.key=a$(SPARK_SECRETS_0)b", "--conf", hidden);
    }

    @Test
    void whatVariablesResolveIsHiddenByTheWordsToo() {
        ObjectNode pod = podWithCommand("spark-submit", "--conf", "spark.hadoop.a.key=${secrets.X}", "app.py");
        Pods.env((ObjectNode) main(pod), "SPARK_SUBMIT_OPTS", "-Dspark.hadoop.b.key=${secrets.Y}");

        assertThat(wordsOf(pod).get(4)).contains("\\Qa.key\\E").contains("\\Qb.key\\E");
    }

    @Test
    void confWordsThatTheDriverCopiesIntoExecutorsStayReferences() {
        for (String key : List.of("spark.executor.extraClassPath", "spark.kubernetes.executor.annotation.a")) {
            ObjectNode pod = podWithArgs("--conf", key + "=${secrets.X}");

            PodRewrite rewrite = rewrite(pod);

            assertThat(rewrite.patch()).as(key).isEmpty();
            assertThat(rewrite.problems()).as(key).isEmpty();
            assertThat(rewrite.delivery()).as(key).isEmpty();
        }
    }

    @Test
    void confWordsWhoseValueSparkNeedsAndCopiesAreRefused() {
        PodRewrite rewrite = rewrite(podWithArgs("--conf", "spark.app.name=${secrets.X}"));

        assertThat(rewrite.problems()).hasSize(1);
        assertThat(rewrite.problems().getFirst().toString()).startsWith("container main, args[1]: spark.app.name ");
    }

    @Test
    void aMalformedReferenceInAKeptConfWordIsStillAProblem() {
        assertThat(rewrite(podWithArgs("--conf", "spark.executorEnv.TOKEN=${secrets.}"))
                        .problems())
                .hasSize(1);
    }

    @Test
    void behindTheApplicationWordsAreTheApplicationsOwn() {
        assertThat(wordsOf(podWithCommand(
                        "/opt/spark/bin/spark-submit",
                        "--supervise",
                        "--class",
                        "Main",
                        "--conf=spark.a=b",
                        "app.jar",
                        "--conf",
                        "spark.executorEnv.X=${secrets.X}")))
                .endsWith("--conf", "spark.executorEnv.X=$(SPARK_SECRETS_0)");
        assertThat(wordsOf(podWithArgs(
                        "driver",
                        "--properties-file",
                        "/opt/spark/conf/spark.properties",
                        "--class",
                        "Main",
                        "local:///app.jar",
                        "--conf",
                        "spark.app.name=${secrets.X}")))
                .endsWith("--conf", "spark.app.name=$(SPARK_SECRETS_0)");
    }

    @Test
    void theOptionConfOfAnotherProgramIsNoSparkConf() {
        assertThat(wordsOf(podWithArgs("--conf", "db.password=${secrets.X}")))
                .containsExactly("--conf", "db.password=$(SPARK_SECRETS_0)");
    }

    @Test
    void javaOptionsForTheLauncherBecomeOneVariableThatIsQuotedForIt() {
        for (String[] words : List.of(
                new String[] {"--conf", "spark.driver.extraJavaOptions=-Da=${secrets.X} -Db='c d'"},
                new String[] {"--driver-java-options", "-Da=${secrets.X} -Db='c d'"},
                new String[] {"--driver-java-options=-Da=${secrets.X} -Db='c d'"})) {
            PodRewrite rewrite = rewrite(podWithArgs(words));

            assertThat(rewrite.problems()).as(List.of(words).toString()).isEmpty();
            assertThat(rewrite.delivery().orElseThrow().entries())
                    .containsExactly(new DeliveryEntry(Encoding.LAUNCHER_OPTIONS, 0, "-Da=${secrets.X} -Db='c d'"));
            assertThat(wordsOf(podWithArgs(words)).getLast()).endsWith("$(SPARK_SECRETS_0)");
        }
    }

    @Test
    void javaOptionsWithQuotesThatDoNotMatchAreRefused() {
        assertThat(rewrite(podWithArgs("--driver-java-options", "-Da=${secrets.X} -Db='c"))
                        .problems())
                .extracting(problem -> problem.where())
                .containsExactly("container main, args[1]");
    }

    @Test
    void aReferenceInAScriptBecomesAQuotedShellVariable() {
        ObjectNode pod = podWithCommand("bash", "-c", "curl -u ${secrets.USER}:\"${secrets.PASS}\" http://x");
        PodRewrite rewrite = rewrite(pod);
        JsonNode after = apply(rewrite.patch(), pod);

        assertThat(main(after).at("/command/2").asString())
                .isEqualTo("curl -u \"${SPARK_SECRETS_1}\":\"${SPARK_SECRETS_0}\" http://x");
        assertThat(seen(main(after), rewrite.delivery().orElseThrow()).env())
                .containsEntry("SPARK_SECRETS_1", Pods.render("${secrets.USER}"));
        assertThat(rewrite(after).patch()).isEmpty();
    }

    @Test
    void theScriptMayStandInTheArgsBehindAShellInTheCommand() {
        ObjectNode pod = podWithCommand("/bin/bash", "-ec");
        main(pod)
                .withArray("args")
                .add("spark-submit --conf spark.a=${secrets.X} --conf spark.executor.extraClassPath=${secrets.Y}");

        JsonNode after = rewritten(pod);

        assertThat(main(after).at("/args/0").asString())
                .isEqualTo(
                        "spark-submit --conf spark.a=\"${SPARK_SECRETS_0}\" --conf spark.executor.extraClassPath='${secrets.Y}'"
                                + " --conf 'spark.redaction.regex=\\Qsun.java.command\\E|\\Qspark.a\\E|(?i)secret|password|token|access[.]?key'");
        assertThat(rewrite(after).patch()).isEmpty();
        assertThat(rewrite(after).problems()).isEmpty();
    }

    @Test
    void aScriptThatOnlyKeepsReferencesIsEscapedAndNothingIsDelivered() {
        ObjectNode pod = podWithCommand("sh", "-c", "spark-submit --conf spark.executor.extraClassPath=${secrets.Y}");

        PodRewrite rewrite = rewrite(pod);
        JsonNode after = apply(rewrite.patch(), pod);

        assertThat(main(after).at("/command/2").asString())
                .isEqualTo("spark-submit --conf spark.executor.extraClassPath='${secrets.Y}'");
        assertThat(rewrite.delivery()).isEmpty();
        assertThat(after.path("metadata").has("annotations")).isFalse();
        assertThat(after.path("spec").has("volumes")).isFalse();
        assertThat(rewrite(after).patch()).isEmpty();
    }

    @Test
    void whatAScriptCannotTakeSafelyIsAProblemWithItsPlace() {
        PodRewrite rewrite = rewrite(podWithCommand("sh", "-c", "cat <<'E'\n${secrets.X}\nE\n"));

        assertThat(rewrite.patch()).isEmpty();
        assertThat(rewrite.problems()).hasSize(1);
        assertThat(rewrite.problems().getFirst().where()).isEqualTo("container main, command[2]");
    }

    @Test
    void javaOptionsForTheLauncherWithinAScriptAreRefusedWithAWayOut() {
        PodRewrite rewrite = rewrite(
                podWithCommand("sh", "-c", "spark-submit --conf spark.driver.extraJavaOptions=-Da=${secrets.X} a.jar"));

        assertThat(rewrite.problems()).hasSize(1);
        assertThat(rewrite.problems().getFirst().what()).contains("without a shell");
    }

    private static List<String> wordsOf(ObjectNode pod) {
        JsonNode main = main(rewritten(pod));
        List<String> words = new ArrayList<>();
        main.path("command").forEach(word -> words.add(word.asString()));
        main.path("args").forEach(word -> words.add(word.asString()));
        return words;
    }
}
