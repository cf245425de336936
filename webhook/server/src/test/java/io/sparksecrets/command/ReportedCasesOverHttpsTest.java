package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.ReportedCase;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.demo.AdmissionClient.Answer;
import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.validation.WebhookUnderTest.Admission;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pods and conf of reported cases, with values that {@code secrets put} wrote, through the real server over HTTPS. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ReportedCasesOverHttpsTest {

    /** The key under which a variable of executors stays a reference, so that Python's workers do not get it as text. */
    private static final String EXECUTOR_ENV = "spark.kubernetes.executor.annotation.sparksecrets.io/executor-env-";

    private static final String WRITE_A_VARIABLE = "put the reference into an env variable of the container";

    private ServerAndCommands both;

    @BeforeAll
    void start(@TempDir Path directory) {
        both = new ServerAndCommands(directory);
    }

    @AfterAll
    void stop() {
        both.close();
    }

    @BeforeEach
    void emptyCluster() {
        both.webhook().startAfresh();
    }

    @Test
    void aByteOrderMarkThatWasPipedInIsToldAndNoProcessGetsIt() throws Exception {
        CommandRun text = both.put(new ReportedCase("bom-piped/value.txt").bytes(), "BOM");
        CommandRun json = both.put(new ReportedCase("bom-piped/value.json").bytes(), "BOMJSON");
        assertThat(List.of(text, json)).allSatisfy(run -> {
            assertThat(run.exitCode()).isZero();
            assertThat(run.err())
                    .isEqualTo("note: the byte order mark at the beginning of standard input is no part of the value;"
                            + " if it should be, add --keep-byte-order-mark\n");
        });

        Admission admission = both.create(new ReportedCase("bom-piped/pod.yaml").pod());

        assertThat(admission.message()).isEmpty();
        assertThat(admission.warnings()).isEmpty();
        assertThat(both.seen(admission, "A")).isEqualTo("dummy-value");
        assertThat(both.seen(admission, "B")).isEqualTo("u1");
    }

    @Test
    void aByteOrderMarkThatWasKeptReachesTheProcessWithAWarning() throws Exception {
        both.put(new ReportedCase("bom-piped/value.txt").bytes(), "BOM", "--keep-byte-order-mark");
        both.put(new ReportedCase("bom-piped/value.json").bytes(), "BOMJSON");

        Admission admission = both.create(new ReportedCase("bom-piped/pod.yaml").pod());

        assertThat(both.seen(admission, "A")).isEqualTo("\uFEFFdummy-value");
        assertThat(admission.warnings())
                .anyMatch(warning ->
                        warning.contains("env A: the value of the secret \"BOM\" begins with a byte order mark"));
    }

    @Test
    void theNewlineOfAFileIsToldByPutAndWarnedOfAndDelivered() throws Exception {
        CommandRun put = both.put(
                new byte[0],
                "FILE_NL",
                "--from-file",
                new ReportedCase("trailing-newline-file/value.txt").file().toString());
        assertThat(put.err()).startsWith("note: the value is one line and ends in a newline");

        Answer answer = both.createConf(new ReportedCase("trailing-newline-file/spark-defaults.conf").text());

        assertThat(answer.message()).isEmpty();
        assertThat(answer.warnings())
                .containsExactly(
                        "spark.hadoop.fs.s3a.secret.key: the value of the secret \"FILE_NL\" ends in a newline,"
                                + " which goes with it; if it should not, write it without, as with printf %s");
        assertThat(deliveredConf()).containsEntry("spark.hadoop.fs.s3a.secret.key", "dummy-value\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutItsNewlineAValueIsDeliveredWithoutAWord(boolean piped) throws Exception {
        ReportedCase value = new ReportedCase("trailing-newline-file/value.txt");
        CommandRun put = piped
                ? both.put(value.bytes(), "FILE_NL")
                : both.put(new byte[0], "FILE_NL", "--from-file", value.file().toString(), "--strip-newline");
        assertThat(put.err()).isEmpty();

        Answer answer = both.createConf(new ReportedCase("trailing-newline-file/spark-defaults.conf").text());

        assertThat(answer.warnings()).isEmpty();
        assertThat(deliveredConf()).containsEntry("spark.hadoop.fs.s3a.secret.key", "dummy-value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-----BEGIN KEY-----\ndummy\n-----END KEY-----\n", "{\n  \"user\": \"u1\"\n}\n"})
    void aTextOfSeveralLinesKeepsItsNewlineWithoutAWord(String text) throws Exception {
        CommandRun put = both.put(text.getBytes(StandardCharsets.UTF_8), "FILE_NL", "--keep-newline");
        assertThat(put.err()).isEmpty();

        Answer answer = both.createConf(new ReportedCase("trailing-newline-file/spark-defaults.conf").text());

        assertThat(answer.warnings()).isEmpty();
        assertThat(deliveredConf()).containsEntry("spark.hadoop.fs.s3a.secret.key", text);
    }

    @Test
    void noValueBecomesPartOfWhatSuAndItsLikeRun() throws Exception {
        both.put("DB_PASSWORD", "x; touch pwned");

        Admission admission = both.create(new ReportedCase("su-c-command/pod.yaml").pod());

        assertThat(admission.isAllowed()).isFalse();
        assertThat(admission.message().lines().skip(1).toList())
                .satisfiesExactly(
                        line -> assertThat(line).contains("container su, command[4]", "a word of su", WRITE_A_VARIABLE),
                        line -> assertThat(line).contains("container su-shell, command[2]", "of su,", WRITE_A_VARIABLE),
                        line -> assertThat(line)
                                .contains("container runuser, command[4]", "of runuser", WRITE_A_VARIABLE),
                        line -> assertThat(line)
                                .contains("container script, command[2]", "of script", WRITE_A_VARIABLE),
                        line -> assertThat(line).contains("container flock, command[3]", "of flock", WRITE_A_VARIABLE),
                        line -> assertThat(line)
                                .contains("container env-s, command[2]", "give env the words one by one"),
                        line -> assertThat(line).contains("container fish, command[2]", "of fish", WRITE_A_VARIABLE),
                        line -> assertThat(line).contains("container python, command[2]", "is code", WRITE_A_VARIABLE),
                        line -> assertThat(line).contains("container watch, command[2]", "of watch", WRITE_A_VARIABLE),
                        line -> assertThat(line).contains("container ssh, command[2]", "of ssh", WRITE_A_VARIABLE));
        assertThat(admission.message()).doesNotContain("pwned");
        assertThat(admission.mutated().operations()).isZero();
        assertThat(both.webhook().cluster().secrets()).isEmpty();
    }

    @Test
    void optionsOfASubmitterAreRefusedAsTheirKeysAre() throws Exception {
        both.put("X", "dummy");

        Admission admission = both.create(new ReportedCase("submit-options/pod.yaml").pod());

        assertThat(places(admission.message()))
                .containsExactly(
                        "words, command[2]: spark.app.name",
                        "words, command[4]: spark.jars",
                        "words, command[6]: spark.jars.repositories",
                        "words, command[8]: spark.driver.extraClassPath",
                        "words, command[10]: spark.files",
                        "words, command[12]: spark.submit.pyFiles",
                        "words, command[14]: spark.executor.memory",
                        "conf, command[2]: spark.app.name",
                        "conf, command[4]: spark.jars",
                        "script, command[2]: spark.app.name",
                        "script, command[2]: spark.jars",
                        "script, command[2]: spark.jars.repositories",
                        "connect, command[2]: would",
                        "thrift, command[4]: would",
                        "java, command[2]: spark.app.name");
    }

    @ParameterizedTest
    @CsvSource({
        "--name, spark.app.name",
        "--jars, spark.jars",
        "--files, spark.files",
        "--py-files, spark.submit.pyFiles",
        "--archives, spark.archives",
        "--repositories, spark.jars.repositories",
        "--driver-class-path, spark.driver.extraClassPath",
        "--executor-memory, spark.executor.memory",
    })
    void anOptionIsRefusedInTheWordsOfTheKeyThatItSets(String option, String key) throws Exception {
        both.put("X", "dummy");

        String ofOption = submit(option, "https://u:${secrets.X}@repo/a");
        String ofKey = submit("--conf", key + "=https://u:${secrets.X}@repo/a");

        assertThat(ofOption).contains(key + " is ").isEqualTo(ofKey);
    }

    @Test
    void variablesOfExecutorsStayReferencesWhateverHandsThemOver() throws Exception {
        both.put("X", "dummy");
        ObjectNode pod =
                containers(new ReportedCase("submit-options/pod.yaml").pod(), "envconf", "spark-class", "java");
        ArrayNode words = (ArrayNode) pod.at("/spec/containers/2/command");
        words.remove(2);

        Admission admission = both.create(pod);

        assertThat(admission.message()).isEmpty();
        JsonNode stored = admission.pod().at("/spec/containers");
        assertThat(stored.get(1).at("/command/2").asString()).isEqualTo("-D" + EXECUTOR_ENV + "A=A=${secrets.X}");
        assertThat(stored.get(2).at("/command/1").asString()).isEqualTo("-D" + EXECUTOR_ENV + "A=A=${secrets.X}");
        String script = stored.get(0).at("/command/2").asString();
        assertThat(Programs.bash(script.replace("python3 x.py", "printf %s \"$PYSPARK_SUBMIT_ARGS\"")))
                .isEqualTo("--conf " + EXECUTOR_ENV + "A=A=${secrets.X} pyspark-shell");
    }

    @Test
    void aRepositoryIsRefusedAsJarsAndPythonFilesAre() throws Exception {
        both.put("REPO_PASSWORD", "dummy");
        ReportedCase conf = new ReportedCase("jars-repositories/spark-defaults.conf");

        assertThat(both.createConf(conf.text()).message())
                .contains("spark.jars.repositories is printed by Spark", "without credentials");
        for (String key : List.of("spark.jars", "spark.submit.pyFiles")) {
            assertThat(both.createConf(conf.text().replace("spark.jars.repositories", key))
                            .message())
                    .contains(key + " is listed by Spark", "without redaction");
        }
        assertThat(both.webhook().cluster().secrets()).isEmpty();
    }

    @Test
    void aPodThatTakesAConfigMapPassesUnchanged() throws Exception {
        Manifest pod =
                new ReportedCase("envfrom-configmap/manifests.yaml").manifests().getLast();

        Admission admission = both.create(((Manifest.Pod) pod).tree());

        assertThat(admission.message()).isEmpty();
        assertThat(admission.mutated().operations()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's-Dummy", "ab\\cd \"e\"", "a b"})
    void aValueInPysparkSubmitArgsArrivesWholeAndVariablesOfExecutorsStayReferences(String value) throws Exception {
        both.put("S3_KEY", value);
        both.put("DB_PASSWORD", value);
        ObjectNode pod = variables("PYSPARK_SUBMIT_ARGS", "SPARK_OPTS", "SPARK_SUBMIT_OPTS");

        Admission admission = both.create(pod);

        assertThat(admission.message()).isEmpty();
        assertThat(Programs.shlex(both.seen(admission, "PYSPARK_SUBMIT_ARGS")))
                .containsSubsequence("--conf", "spark.hadoop.fs.s3a.secret.key=" + value)
                .containsSubsequence("--conf", EXECUTOR_ENV + "DB_PASSWORD=DB_PASSWORD=${secrets.DB_PASSWORD}")
                .anyMatch(word -> word.startsWith("spark.redaction.regex=\\Qfs.s3a.secret.key\\E|"))
                .endsWith("pyspark-shell");
        assertThat(both.seen(admission, "SPARK_OPTS"))
                .isEqualTo("--conf " + EXECUTOR_ENV + "DB_PASSWORD=DB_PASSWORD=${secrets.DB_PASSWORD}");
        assertThat(both.seen(admission, "SPARK_SUBMIT_OPTS"))
                .isEqualTo("-D" + EXECUTOR_ENV + "DB_PASSWORD=DB_PASSWORD=${secrets.DB_PASSWORD}");
        assertThat(admission.warnings())
                .anyMatch(warning -> warning.contains("env PYSPARK_SUBMIT_ARGS") && warning.contains("prints"))
                .anyMatch(warning -> warning.contains("env SPARK_OPTS") && warning.contains("single quotes"));
        assertThat(both.webhook().answers()).noneMatch(answer -> answer.contains(value));
    }

    @Test
    void whatADaemonsScriptWouldPrintIsRefused() throws Exception {
        both.put("S3_KEY", "it's-Dummy");
        both.put("DB_PASSWORD", "dummy");

        Admission admission = both.create(new ReportedCase("spark-conf-in-env/pod.yaml").pod());

        assertThat(admission.message().lines().skip(1))
                .singleElement()
                .asString()
                .contains(
                        "env SPARK_HISTORY_OPTS",
                        "would be printed",
                        "spark-class",
                        "put the value into an env variable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark.app.name", "spark.jars.repositories", "spark.ssl.keyStore", "spark.executor.memory"})
    void aKeyThatIsRefusedInWordsIsRefusedInVariables(String key) throws Exception {
        both.put("S3_KEY", "dummy");
        both.put("DB_PASSWORD", "dummy");
        both.put("X", "dummy");
        String ofWords = submit("--conf", key + "=${secrets.X}");

        for (String variable : List.of("PYSPARK_SUBMIT_ARGS", "SPARK_OPTS", "SPARK_SUBMIT_OPTS")) {
            ObjectNode pod = variables(variable);
            ObjectNode only = (ObjectNode) pod.at("/spec/containers/0/env/0");
            only.put("value", only.path("value").asString("").replace("spark.executorEnv.DB_PASSWORD", key));

            assertThat(both.create(pod).message()).contains("env " + variable, ofWords.substring(ofWords.indexOf(key)));
        }
    }

    /** The pod of the case with these variables only. */
    private static ObjectNode variables(String... names) {
        ObjectNode pod = new ReportedCase("spark-conf-in-env/pod.yaml").pod();
        ArrayNode kept = pod.arrayNode();
        pod.at("/spec/containers/0/env").forEach(variable -> {
            if (List.of(names).contains(variable.path("name").asString(""))) {
                kept.add(variable);
            }
        });
        ((ObjectNode) pod.at("/spec/containers/0")).set("env", kept);
        return pod;
    }

    private String submit(String option, String value) throws Exception {
        ObjectNode pod = containers(new ReportedCase("submit-options/pod.yaml").pod(), "conf");
        ArrayNode words = ((ObjectNode) pod.at("/spec/containers/0")).putArray("command");
        words.add("/opt/spark/bin/spark-submit").add(option).add(value).add("local:///a.py");
        return both.create(pod).message();
    }

    /** Of each line its place, and the key or the word that it begins with. */
    private static List<String> places(String message) {
        return message.lines()
                .skip(1)
                .map(line -> line.replaceFirst("^ - container (\\S+, \\S+): (?:line 1: \\S+ )?(\\S+) .*$", "$1: $2"))
                .toList();
    }

    private static ObjectNode containers(ObjectNode pod, String... names) {
        ArrayNode kept = pod.arrayNode();
        pod.at("/spec/containers").forEach(container -> {
            if (List.of(names).contains(container.path("name").asString(""))) {
                kept.add(container);
            }
        });
        pod.withObject("spec").set("containers", kept);
        return pod;
    }

    private Properties deliveredConf() throws Exception {
        DeliverySecret secret = both.webhook().cluster().awaitSecret();
        Properties properties = new Properties();
        properties.load(new StringReader(secret.data()
                .getOrDefault("spark.properties", SecretValue.of(""))
                .reveal()));
        return properties;
    }
}
