package io.sparksecrets.pod.rewrite;

import static io.sparksecrets.pod.Pods.apply;
import static io.sparksecrets.pod.Pods.main;
import static io.sparksecrets.pod.Pods.podWithEnv;
import static io.sparksecrets.pod.Pods.rewrite;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.conf.ClusterManager;
import io.sparksecrets.conf.ConfKeys;
import io.sparksecrets.conf.OptionVariable;
import io.sparksecrets.conf.Treatment;
import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.DeliveryData;
import io.sparksecrets.pod.delivery.DeliveryEntry;
import io.sparksecrets.pod.delivery.ValueLimits;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class OptionVariablesTest {

    private static final String HISTORY_SERVER = "org.apache.spark.deploy.history.HistoryServer";
    private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";
    private static final List<String> LAUNCHERS = List.of("spark-launcher_2.12", "spark-launcher_2.13");

    /** How the keys begin by which variables of executors go to their pods. */
    private static final String CARRIED = "spark.kubernetes.executor.annotation.sparksecrets.io/executor-env-";

    /** What Spark's launcher, shlex, the kubelet or a shell could take for something else. */
    private static final List<String> VALUES = List.of(
            "it's-Dummy",
            "ab\\cd \"e\"",
            "a b",
            "",
            "$(X)",
            "$$",
            "first\nsecond",
            " x ",
            "'",
            "\\",
            "`touch x`; $(touch y)",
            "--conf",
            "${secrets.B}",
            "a=b");

    @Test
    void valuesArriveWholeInPysparkSubmitArgs() {
        Delivered delivered = deliver(
                podWithEnv(
                        "PYSPARK_SUBMIT_ARGS",
                        "--master k8s://https://h " + options("--conf spark.a%1$d=${secrets.V%1$d}")
                                + options("--conf 'spark.b%1$d=b ${secrets.V%1$d}'")
                                + "--conf spark.executorEnv.DB=${secrets.DB} pyspark-shell"),
                VALUES);

        List<String> words = RealReaders.pyspark(delivered.env());

        assertThat(words).containsSubsequence(expected("spark.a%d=")).containsSubsequence(expected("spark.b%d=b "));
        assertThat(words.subList(words.size() - 5, words.size()))
                .startsWith("--conf", CARRIED + "DB=DB=${secrets.DB}", "--conf")
                .endsWith("pyspark-shell");
        assertThat(words.get(words.size() - 2))
                .startsWith("spark.redaction.regex=\\Qspark.a0\\E|\\Qspark.a1\\E|")
                .endsWith("|(?i)secret|password|token|access[.]?key");
        for (String launcher : LAUNCHERS) {
            RealReaders.Outcome started = RealReaders.launcher(launcher, Map.of(), prepend(SUBMIT, words));
            assertThat(started.words()).contains(expected("spark.a%d=")).contains(expected("spark.b%d=b "));
            assertThat(started.errors()).isEmpty();
        }
    }

    @Test
    void valuesArriveWholeInSparkSubmitOpts() {
        Delivered delivered = deliver(
                podWithEnv(
                        "SPARK_SUBMIT_OPTS",
                        options("-Dspark.a%1$d=${secrets.V%1$d}") + options("\"-Dapp%1$d=y ${secrets.V%1$d}\"")
                                + "-Dspark.executorEnv.DB=${secrets.DB}"),
                VALUES);

        for (String launcher : LAUNCHERS) {
            RealReaders.Outcome started =
                    RealReaders.launcher(launcher, delivered.env(), List.of(SUBMIT, "--class", "Main", "a.jar"));
            assertThat(started.words())
                    .containsSubsequence(expected("-Dspark.a%d="))
                    .containsSubsequence(expected("-Dapp%d=y "))
                    .contains("-D" + CARRIED + "DB=DB=${secrets.DB}")
                    .anyMatch(word -> word.startsWith("-Dspark.redaction.regex=\\Qspark.a0\\E|")
                            && word.contains("|\\Qapp0\\E|"));
            assertThat(started.errors()).isEmpty();
        }
    }

    @Test
    void valuesArriveWholeInAHistoryServerThatIsStartedWithoutADaemonScript() {
        ObjectNode pod =
                podWithEnv("SPARK_HISTORY_OPTS", options("-Dspark.a%1$d=${secrets.V%1$d}") + "-Dspark.ui.port=18080");
        main(pod).withArray("command").add("/opt/spark/bin/spark-class").add(HISTORY_SERVER);
        Delivered delivered = deliver(pod, VALUES);

        for (String launcher : LAUNCHERS) {
            RealReaders.Outcome started = RealReaders.launcher(launcher, delivered.env(), List.of(HISTORY_SERVER));
            assertThat(started.words())
                    .containsSubsequence(expected("-Dspark.a%d="))
                    .contains("-Dspark.ui.port=18080");
            assertThat(started.errors()).isEmpty();
        }
    }

    @Test
    void aMasterOfASparkClusterGetsValuesThatTheLaunchCommandDoesNotShow() {
        List<String> shown = List.of("it's-Dummy", "ab\\cd \"e\"", "first\nsecond", "a=b");
        Delivered delivered = deliver(
                sparkCluster(
                        "4.1.1",
                        "-Dspark.a0.secret=\"${secrets.V0}\" -Dspark.a1.secret=\"${secrets.V1}\""
                                + " -Dspark.a2.secret=\"${secrets.V2}\" -Dspark.a3.secret=\"${secrets.V3}\" -Dspark.b=\"b c\" "),
                shown);

        RealReaders.Outcome started = RealReaders.launcher(
                "spark-launcher_2.13",
                plus(delivered.env(), "SPARK_PRINT_LAUNCH_COMMAND", "1"),
                List.of("org.apache.spark.deploy.master.Master"));

        assertThat(started.words())
                .containsSubsequence(
                        "-Dspark.a0.secret=it's-Dummy",
                        "-Dspark.a1.secret=ab\\cd \"e\"",
                        "-Dspark.a2.secret=first\nsecond",
                        "-Dspark.a3.secret=a=b",
                        "-Dspark.b=b c");
        assertThat(started.errors())
                .contains("Spark Command: ", "-Dspark.a0.secret=*********(redacted)", "-Dspark.b=b c")
                .doesNotContain("Dummy", "cd", "first", "second", "a=b");
    }

    @Test
    void aValueThatTheLauncherWouldNotHideIsRefused() {
        ObjectNode pod = sparkCluster("4.1.1", "-Dspark.a.secret=${secrets.X}");
        PodRewrite rewrite = rewrite(pod);
        SparkPod after = new SparkPod(apply(rewrite.patch(), pod));

        assertThat(ValueLimits.check(after, rewrite.delivery().orElseThrow(), data(rewrite, "\nabc"))
                        .problems())
                .hasSize(1);
        assertThat(RealReaders.launcher(
                                "spark-launcher_2.13",
                                Map.of("SPARK_MASTER_OPTS", "\"-Da.secret=\nabc\"", "SPARK_PRINT_LAUNCH_COMMAND", "1"),
                                List.of("org.apache.spark.deploy.master.Master"))
                        .errors())
                .contains("abc");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4.1.1 | -Dspark.history.a=${secrets.X}
            3.5.2 | -Dspark.a.secret=${secrets.X}
            3.4.3 | -Dspark.a.secret=${secrets.X}
            ''    | -Dspark.a.secret=${secrets.X}
            4.0.0-preview1 | -Dspark.a.secret=${secrets.X}
            """)
    void whatADaemonScriptWouldPrintIsRefusedWithAWayOut(String version, String options) {
        assertThat(problems(sparkCluster(version, options)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("container main, env SPARK_MASTER_OPTS: spark.")
                        .contains(
                                "would be printed",
                                "/opt/spark/bin/spark-class org.apache.spark.deploy.master.Master"));
    }

    @Test
    void ofAContainerThatIsNotKnownToPrintNothingADaemonsOptionsAreRefused() {
        assertThat(problems(podWithEnv("SPARK_HISTORY_OPTS", "-Dspark.hadoop.fs.s3a.secret.key=${secrets.X}")))
                .hasSize(1);
        ObjectNode asked = podWithEnv("SPARK_SUBMIT_OPTS", "-Da=${secrets.X}", "SPARK_PRINT_LAUNCH_COMMAND", "1");
        assertThat(problems(asked)).hasSize(1);
        ObjectNode server = podWithEnv("SPARK_SUBMIT_OPTS", "-Dspark.a=${secrets.X}");
        main(server)
                .withArray("command")
                .add("bash")
                .add("-c")
                .add("/opt/spark/sbin/start-connect-server.sh && sleep 9");
        assertThat(problems(server)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "SPARK_LAUNCHER_OPTS"})
    void whatTheJvmPrintsOrAShellSplitsIsRefused(String name) {
        for (String options : List.of("-Da=${secrets.X}", "-Da='${secrets.X}", "${secrets.X}")) {
            assertThat(problems(podWithEnv(name, options))).singleElement().satisfies(problem -> {
                assertThat(problem.where()).isEqualTo("container main, env " + name);
                assertThat(problem.what()).contains("holds ${secrets.X}, but ", "SPARK_SUBMIT_OPTS");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PYSPARK_SUBMIT_ARGS | --name etl-${secrets.X} pyspark-shell          | spark.app.name is copied
            PYSPARK_SUBMIT_ARGS | --conf spark.app.name=${secrets.X}             | spark.app.name is copied
            PYSPARK_SUBMIT_ARGS | --jars=https://u:${secrets.X}@r/a.jar          | spark.jars is listed
            PYSPARK_SUBMIT_ARGS | --proxy-user ${secrets.X}                      | --proxy-user takes no reference
            PYSPARK_SUBMIT_ARGS | --conf ${secrets.X}                            | --conf takes references only
            PYSPARK_SUBMIT_ARGS | ${secrets.X}                                   | stands where spark-submit expects no value
            PYSPARK_SUBMIT_ARGS | --new ${secrets.X}                             | stands where spark-submit expects no value
            PYSPARK_SUBMIT_ARGS | --new x --conf spark.a=${secrets.X}            | stands where spark-submit expects no value
            PYSPARK_SUBMIT_ARGS | --driver-java-options -Da=${secrets.X}         | SPARK_SUBMIT_OPTS
            PYSPARK_SUBMIT_ARGS | -v --remote sc://h/;token=${secrets.X}         | --verbose
            PYSPARK_SUBMIT_ARGS | --conf 'spark.a=${secrets.X}                   | is opened and never closed
            PYSPARK_SUBMIT_ARGS | --conf spark.executorEnv.A=${secrets.X:-a b}   | must stand in quotes
            PYSPARK_SUBMIT_ARGS | --conf spark.a=$(B)${secrets.X}                | only one of them can stand there
            PYSPARK_SUBMIT_ARGS | --conf spark.a=${secrets.X} --name $(UNKNOWN)  | $(UNKNOWN) may hold quotes
            PYSPARK_SUBMIT_ARGS | --conf spark.a=${secrets.X} --name $(Q         | $( may hold quotes
            SPARK_SUBMIT_OPTS   | -Dspark.app.name=${secrets.X}                  | spark.app.name is copied
            SPARK_SUBMIT_OPTS   | ${secrets.X}                                   | may stand in the value of -Dname=value
            SPARK_SUBMIT_OPTS   | -D${secrets.X}=a                               | may stand in the value of -Dname=value
            SPARK_SUBMIT_OPTS   | -Xmx${secrets.X}                               | may stand in the value of -Dname=value
            SPARK_SUBMIT_OPTS   | @/x/${secrets.X}                               | may stand in the value of -Dname=value
            SPARK_SUBMIT_OPTS   | -Da=${secrets.X} -Db="                         | is opened and never closed
            SPARK_SUBMIT_OPTS   | -Dspark.executorEnv.A=${secrets.X:-a b}        | must stand in quotes
            SPARK_OPTS          | --conf spark.hadoop.a=${secrets.X}             | takes no reference here
            SPARK_OPTS          | --name ${secrets.X}                            | spark.app.name is copied
            SPARK_OPTS          | ${secrets.X}                                   | takes no reference here
            SPARK_SUBMIT_OPTIONS| --conf spark.hadoop.a=${secrets.X}             | takes no reference here
            SPARK_JAVA_OPTS     | -Dspark.hadoop.a=${secrets.X}                  | Spark does not read it
            SPARK_THRIFT_OPTS   | --conf spark.hadoop.a=${secrets.X}             | takes no reference here
            SPARKR_SUBMIT_ARGS  | --conf spark.a=${secrets.X} sparkr-shell       | takes no reference here
            PYSPARK_DRIVER_PYTHON_OPTS | -c ${secrets.X}                         | only in the value of --name=value
            """)
    void whatCannotStandThereIsRefusedAndTheValueOrDefaultIsNotNamed(String name, String options, String why) {
        assertThat(problems(podWithEnv(name, options))).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("container main, env " + name);
            assertThat(problem.what()).contains(why).doesNotContain("a b");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PYSPARK_SUBMIT_ARGS | --conf spark.executor.extraClassPath=${secrets.X} pyspark-shell
            PYSPARK_SUBMIT_ARGS | --conf "spark.executor.extraJavaOptions=-Da=${secrets.X} -Db" pyspark-shell
            SPARK_SUBMIT_OPTS   | -Dspark.executor.extraClassPath=${secrets.X}
            SPARK_OPTS          | --conf spark.executor.extraClassPath=${secrets.X}
            SPARK_OPTS          | --conf 'spark.executor.extraClassPath=${secrets.X}'
            ZEPPELIN_SPARK_CONF | --conf spark.executor.extraClassPath=${secrets.X}
            ZEPPELIN_SPARK_CONF | --master|k8s://h|--conf|spark.executor.extraClassPath=it's ${secrets.X}
            SPARK_THRIFT_OPTS   | -Dspark.executor.extraClassPath=${secrets.X}
            """)
    void whatTheDriverCopiesIntoExecutorsStaysAReference(String name, String options) {
        PodRewrite rewrite = rewrite(podWithEnv(name, options));

        assertThat(rewrite.problems()).isEmpty();
        assertThat(rewrite.patch()).isEmpty();
        assertThat(rewrite.delivery()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local[2]", "spark://m:7077", "yarn"})
    void withoutKubernetesNothingIsKeptForExecutorsThatNoAdmissionSees(String master) {
        boolean refused =
                ConfKeys.treatmentOf("spark.executorEnv.A", ClusterManager.of(master)) instanceof Treatment.Refused;
        String args = "--conf spark.executorEnv.A=${secrets.X} pyspark-shell";
        for (ObjectNode pod : List.of(
                podWithEnv("PYSPARK_SUBMIT_ARGS", "--master " + master + " " + args),
                podWithEnv("PYSPARK_SUBMIT_ARGS", "--conf spark.master=" + master + " " + args),
                podWithEnv("PYSPARK_SUBMIT_ARGS", args, "MASTER", master))) {
            if (refused) {
                assertThat(problems(pod)).hasSize(1);
            } else {
                Delivered delivered = deliver(pod, "a b");
                assertThat(RealReaders.pyspark(delivered.env())).contains("spark.executorEnv.A=a b");
            }
        }
    }

    @Test
    void whatSubmitsInClusterModeKeepsEveryReference() {
        for (ObjectNode pod : List.of(
                podWithEnv("SPARK_SUBMIT_OPTS", "-Dspark.hadoop.a=${secrets.X}", "DEPLOY_MODE", "cluster"),
                podWithEnv("SPARK_SUBMIT_OPTS", "-Dspark.hadoop.a=${secrets.X} -Dspark.submit.deployMode=cluster"),
                podWithEnv("SPARK_OPTS", "--deploy-mode cluster --conf spark.hadoop.a=${secrets.X}"))) {
            assertThat(rewrite(pod).problems()).isEmpty();
            assertThat(rewrite(pod).patch()).isEmpty();
        }
        ObjectNode submitter = podWithEnv("SPARK_SUBMIT_OPTS", "-Dspark.hadoop.a=${secrets.X}");
        main(submitter)
                .withArray("command")
                .add("bash")
                .add("-c")
                .add("spark-submit --deploy-mode cluster local:///a.jar");
        assertThat(rewrite(submitter).patch()).isEmpty();
    }

    @Test
    void whatKubernetesExpandsBesideAReferenceStaysWhereItIsPlain() {
        ObjectNode pod = podWithEnv("NAME", "etl-1");
        main(pod)
                .withArray("env")
                .addObject()
                .put("name", "POD_IP")
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "status.podIP");
        Pods.env(
                (ObjectNode) main(pod),
                "PYSPARK_SUBMIT_ARGS",
                "--conf spark.driver.host=$(POD_IP) --name $(NAME)-$$x --conf spark.hadoop.a=${secrets.X} pyspark-shell");
        PodRewrite rewrite = rewrite(pod);

        assertThat(rewrite.problems()).isEmpty();
        assertThat(value(apply(rewrite.patch(), pod), "PYSPARK_SUBMIT_ARGS"))
                .startsWith("--conf spark.driver.host=$(POD_IP) --name $(NAME)-$$x --conf $(SPARK_SECRETS_0) ")
                .endsWith(" pyspark-shell");
    }

    @Test
    void aSecretThatKubernetesWouldPutIntoOptionsIsRefusedThroughWhateverVariablesItComes() {
        ObjectNode pod = podWithEnv("DB", "${secrets.X}", "URL", "u:$(DB)@h", "JAVA_TOOL_OPTIONS", "-Da=$(URL)");

        assertThat(problems(pod)).extracting(Problem::where).containsExactly("container main, env JAVA_TOOL_OPTIONS");
        assertThat(problems(pod).getFirst().what()).contains("$(URL)", "write the reference itself");
        assertThat(problems(apply(rewrite(pod).patch(), pod))).isEqualTo(problems(pod));
    }

    @Test
    void everyVariableHidesTheNamesOfAllBecauseTheLastOneCounts() {
        ObjectNode pod = podWithEnv(
                "PYSPARK_SUBMIT_ARGS",
                "--conf spark.a=${secrets.X} --conf spark.redaction.regex=$mine pyspark-shell",
                "SPARK_SUBMIT_OPTS",
                "-Dspark.b=${secrets.X} -Dspark.redaction.regex='x y'");
        Delivered delivered = deliver(pod, "v");

        assertThat(RealReaders.pyspark(delivered.env()))
                .endsWith("--conf", "spark.redaction.regex=\\Qspark.a\\E|\\Qspark.b\\E|$mine", "pyspark-shell");
        assertThat(RealReaders.launcher(LAUNCHERS.getLast(), delivered.env(), List.of(SUBMIT, "a.jar"))
                        .words())
                .containsSubsequence(
                        "-Dspark.redaction.regex=x y", "-Dspark.redaction.regex=\\Qspark.a\\E|\\Qspark.b\\E|x y");
    }

    @Test
    void aWarningTellsWhereWhatHidesValuesMayNotCountOrValuesMayBePrinted() {
        ObjectNode driver = podWithEnv("SPARK_SUBMIT_OPTS", "-Dspark.a=${secrets.X}");
        main(driver).withArray("args").add("driver").add("--class").add("Main").add("a.jar");
        ObjectNode words = podWithEnv("SPARK_SUBMIT_OPTS", "-Dspark.a=${secrets.X}");
        main(words)
                .withArray("command")
                .add("spark-submit")
                .add("--conf")
                .add("spark.redaction.regex=x")
                .add("a.jar");
        ObjectNode image = podWithEnv("SPARK_SUBMIT_OPTS", "-Dspark.a=${secrets.X}");
        ObjectNode known = podWithEnv("SPARK_SUBMIT_OPTS", "-Dspark.a=${secrets.X}");
        main(known).withArray("command").add("spark-submit").add("a.jar");

        assertThat(rewrite(driver).warnings()).singleElement().asString().contains("UI shows the values of spark.a");
        assertThat(rewrite(words).warnings()).singleElement().asString().contains("UI shows the values of spark.a");
        assertThat(rewrite(image).warnings()).singleElement().asString().contains("sbin");
        assertThat(rewrite(known).warnings()).isEmpty();
        assertThat(rewrite(podWithEnv("SPARK_OPTS", "--conf spark.executorEnv.A=${secrets.X}"))
                        .warnings())
                .singleElement()
                .asString()
                .contains("single quotes");
    }

    @Test
    void aNotebookWithConfInItsEnvGetsWhatItsReadersCanTakeAndTheHistoryServersOptionsAreRefused() {
        ObjectNode pod = podWithEnv(
                "PYSPARK_SUBMIT_ARGS",
                "--conf spark.hadoop.fs.s3a.secret.key=${secrets.S3_KEY} --conf"
                        + " spark.executorEnv.DB_PASSWORD=${secrets.DB_PASSWORD} pyspark-shell",
                "SPARK_OPTS",
                "--conf spark.executorEnv.DB_PASSWORD=${secrets.DB_PASSWORD}",
                "SPARK_SUBMIT_OPTS",
                "-Dspark.executorEnv.DB_PASSWORD=${secrets.DB_PASSWORD}",
                "SPARK_HISTORY_OPTS",
                "-Dspark.hadoop.fs.s3a.secret.key=${secrets.S3_KEY} -Dspark.ui.port=18080");
        PodRewrite rewrite = rewrite(pod);
        JsonNode after = apply(rewrite.patch(), pod);

        assertThat(rewrite.problems())
                .extracting(Problem::where)
                .containsExactly("container main, env SPARK_HISTORY_OPTS");
        assertThat(rewrite.delivery().orElseThrow().entries())
                .extracting(DeliveryEntry::text)
                .containsExactly("spark.hadoop.fs.s3a.secret.key=${secrets.S3_KEY}");
        for (String name : List.of("SPARK_OPTS", "SPARK_SUBMIT_OPTS")) {
            assertThat(value(after, name)).endsWith(CARRIED + "DB_PASSWORD=DB_PASSWORD=${secrets.DB_PASSWORD}");
        }
        assertThat(value(after, "PYSPARK_SUBMIT_ARGS"))
                .contains("--conf " + CARRIED + "DB_PASSWORD=DB_PASSWORD=${secrets.DB_PASSWORD}");
    }

    @Test
    void rewritingAgainChangesNothingAndANewReferenceExtendsIt() {
        ObjectNode pod = podWithEnv("PYSPARK_SUBMIT_ARGS", "--conf spark.a=${secrets.X} pyspark-shell");
        JsonNode after = apply(rewrite(pod).patch(), pod);
        assertThat(rewrite(after).patch()).isEmpty();
        assertThat(rewrite(after).problems()).isEmpty();

        Pods.env((ObjectNode) main(after), "SPARK_SUBMIT_OPTS", "-Dspark.b=${secrets.Y}");
        PodRewrite again = rewrite(after);
        assertThat(again.problems()).isEmpty();
        assertThat(again.delivery().orElseThrow().entries()).hasSize(2);
        assertThat(rewrite(apply(again.patch(), after)).patch()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PYSPARK_SUBMIT_ARGS | --conf spark.a=${secrets.X} | `a\rb`      | carriage return
            PYSPARK_SUBMIT_ARGS | --conf=spark.a=${secrets.X} | `a\nb`      | line break
            SPARK_SUBMIT_OPTS   | -Da=${secrets.X}            | 🔑          | beyond U+FFFF
            SPARK_BEELINE_OPTS  | -Da=${secrets.X}            | aXmxb       | Xmx
            """)
    void whatAReaderWouldGarbleOrPrintIsRefusedWithoutTheValue(String name, String options, String value, String why) {
        ObjectNode pod = podWithEnv(name, options);
        PodRewrite rewrite = rewrite(pod);
        String real = value.replace("\\r", "\r").replace("\\n", "\n");
        JsonNode after = apply(rewrite.patch(), pod);

        List<Problem> problems = ValueLimits.check(
                        new SparkPod(after), rewrite.delivery().orElseThrow(), data(rewrite, real))
                .problems();

        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("container main, env " + name, "X", why)
                        .doesNotContain(real));
        assertThat(ValueLimits.check(new SparkPod(after), rewrite.delivery().orElseThrow(), data(rewrite, "plain"))
                        .problems())
                .isEmpty();
    }

    @Test
    void theWholeOptionStringIsPrintedForXmxSoItIsRefusedBesideAReference() {
        ObjectNode pod = podWithEnv("SPARK_HISTORY_OPTS", "-Dspark.a=${secrets.X} -Xmx1g");
        main(pod).withArray("command").add("/opt/spark/bin/spark-class").add(HISTORY_SERVER);
        assertThat(problems(pod))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("SPARK_DAEMON_MEMORY"));
    }

    @Test
    void aVariableThatOnlyHasASimilarNameIsOrdinary() {
        PodRewrite rewrite = rewrite(podWithEnv("MY_SPARK_OPTS", "${secrets.X}"));
        assertThat(rewrite.problems()).isEmpty();
        assertThat(rewrite.delivery()).isPresent();
        assertThat(OptionVariable.holdsOptions("DB_URL")).isFalse();
        assertThat(OptionVariable.holdsOptions("SPARK_JAVA_OPT_1")).isFalse();
        assertThat(OptionVariable.holdsOptions("KERNEL_EXTRA_SPARK_OPTS")).isTrue();
    }

    @Test
    void optionsOfThePythonProgramAreQuotedForTheLauncher() {
        Delivered delivered = deliver(
                podWithEnv("PYSPARK_DRIVER_PYTHON_OPTS", "notebook --NotebookApp.token=${secrets.X}"), "it's \"a\\b");
        assertThat(RealReaders.launcher(LAUNCHERS.getLast(), delivered.env(), List.of(SUBMIT, "pyspark-shell-main"))
                        .words())
                .endsWith("notebook", "--NotebookApp.token=it's \"a\\b");
    }

    /** One option for each value. */
    private static String options(String pattern) {
        return IntStream.range(0, VALUES.size())
                .mapToObj(i -> pattern.formatted(i) + " ")
                .collect(Collectors.joining());
    }

    private static String[] expected(String pattern) {
        return IntStream.range(0, VALUES.size())
                .mapToObj(i -> pattern.formatted(i) + VALUES.get(i))
                .toArray(String[]::new);
    }

    private record Delivered(Map<String, String> env) {}

    private static Delivered deliver(ObjectNode pod, String value) {
        return deliver(pod, reference -> value);
    }

    /** @param values of the secrets V0, V1, … */
    private static Delivered deliver(ObjectNode pod, List<String> values) {
        return deliver(
                pod, reference -> values.get(Integer.parseInt(reference.path().substring(1))));
    }

    private static Delivered deliver(ObjectNode pod, Function<Reference, String> values) {
        PodRewrite rewrite = rewrite(pod);
        assertThat(rewrite.problems()).isEmpty();
        JsonNode after = apply(rewrite.patch(), pod);
        Map<String, SecretValue> data = DeliveryData.render(
                rewrite.delivery().orElseThrow(), reference -> SecretValue.of(values.apply(reference)));
        assertThat(ValueLimits.check(new SparkPod(after), rewrite.delivery().orElseThrow(), data)
                        .problems())
                .isEmpty();
        return new Delivered(seen(after, data).env());
    }

    private static Map<String, SecretValue> data(PodRewrite rewrite, String value) {
        return DeliveryData.render(rewrite.delivery().orElseThrow(), reference -> SecretValue.of(value));
    }

    private static KubeletView seen(JsonNode pod, Map<String, SecretValue> data) {
        return KubeletView.of(
                main(pod),
                (secret, key) -> Objects.requireNonNull(data.get(key), key).reveal());
    }

    private static List<Problem> problems(JsonNode pod) {
        return rewrite(pod).problems();
    }

    /** As SparkClusterResourceSpec of the Apache operator makes it. */
    private static ObjectNode sparkCluster(String version, String options) {
        ObjectNode pod = podWithEnv("SPARK_MASTER_OPTS", options);
        pod.withObject("metadata")
                .withObject("labels")
                .put("spark-role", "master")
                .put("spark-version", version);
        main(pod).withArray("command").add("bash");
        main(pod)
                .withArray("args")
                .add("-c")
                .add("/opt/spark/sbin/start-master.sh && while /opt/spark/sbin/spark-daemon.sh status"
                        + " org.apache.spark.deploy.master.Master 1; do sleep 1; done");
        return pod;
    }

    private static String value(JsonNode pod, String name) {
        for (JsonNode variable : main(pod).path("env")) {
            if (variable.path("name").asString("").equals(name)) {
                return variable.path("value").asString("");
            }
        }
        throw new AssertionError(name);
    }

    private static Map<String, String> plus(Map<String, String> env, String name, String value) {
        Map<String, String> more = new HashMap<>(env);
        more.put(name, value);
        return more;
    }

    private static List<String> prepend(String first, List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.addFirst(first);
        return all;
    }
}
