package io.sparksecrets.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {

    private static final Surroundings FOREGROUND = new Surroundings(false, true);

    private static final WordUse VARIABLE = new WordUse.ExecutorVariable("spark.executorEnv.A", 0);

    private static List<WordUse> uses(String... words) {
        return CommandWords.ofContainer(List.of(words), List.of(), Surroundings.NONE)
                .uses();
    }

    private static WordUse last(String... words) {
        return uses(words).getLast();
    }

    private static WordUse lastOfArgs(String... args) {
        return CommandWords.ofContainer(List.of(), List.of(args), Surroundings.NONE)
                .uses()
                .getLast();
    }

    static Stream<String> interpreters() {
        return Stream.of(
                "su - spark -c|run ${secrets.X}",
                "su root -c|echo ${secrets.X}",
                "su --command|echo ${secrets.X}",
                "runuser -l spark -c|run ${secrets.X}",
                "sg group -c|run ${secrets.X}",
                "script -qc|run ${secrets.X}",
                "flock /lock -c|run ${secrets.X}",
                "flock -c|run ${secrets.X}",
                "env -S|sh -c \"run ${secrets.X}\"",
                "env|-Srun ${secrets.X}",
                "env|--split-string=run ${secrets.X}",
                "fish -c|run ${secrets.X}",
                "csh -c|run ${secrets.X}",
                "pwsh -Command|run ${secrets.X}",
                "python3 -c|login(\"${secrets.X}\")",
                "python3.11 -uc|login(\"${secrets.X}\")",
                "python -m timeit|${secrets.X}",
                "perl -e|${secrets.X}",
                "perl -ne|print ${secrets.X}",
                "ruby -e|${secrets.X}",
                "node -e|${secrets.X}",
                "node --eval|${secrets.X}",
                "psql -c|${secrets.X}",
                "psql|--command=${secrets.X}",
                "mysql -e|${secrets.X}",
                "mysql|--init-command=${secrets.X}",
                "ssh host|run ${secrets.X}",
                "ssh|-oProxyCommand=${secrets.X}",
                "scp|-oProxyCommand=${secrets.X}",
                "watch|run ${secrets.X}",
                "parallel|${secrets.X}",
                "awk|BEGIN{print \"${secrets.X}\"}",
                "sed|s/a/${secrets.X}/",
                "make|TOKEN=${secrets.X}",
                "spark-sql -e|${secrets.X}",
                "spark-sql|-eselect ${secrets.X}",
                "spark-sql|--e=select ${secrets.X}",
                "spark-submit --class org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver -e|select ${secrets.X}",
                "spark-submit --class=org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver x -e|select ${secrets.X}",
                "java org.apache.spark.deploy.SparkSubmit --class org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver x -e|select ${secrets.X}",
                "java -cp x org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver -e|select ${secrets.X}",
                "spark-class org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver -e|select ${secrets.X}",
                "spark-class org.apache.hive.beeline.BeeLine -u x -e|select ${secrets.X}",
                "java org.apache.spark.repl.Main -e|println(\"${secrets.X}\")",
                "/opt/entrypoint.sh driver --class org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver x -e|select ${secrets.X}",
                "eval|${secrets.X}",
                "timeout 5 su - x -c|${secrets.X}",
                "tini -- python3 -c|${secrets.X}",
                "nice -n 5 perl -e|${secrets.X}",
                "xargs -n1 python3 -c|${secrets.X}",
                "poetry run python -c|${secrets.X}",
                "kubectl exec pod -- su -c|${secrets.X}",
                "/opt/entrypoint.sh su -c|${secrets.X}",
                "sh -c x sh su -c|${secrets.X}",
                "sh -c x python3 -c|${secrets.X}",
                "mytool -c|${secrets.X}",
                "mytool -e|${secrets.X}",
                "mytool --eval|${secrets.X}",
                "mytool --query|${secrets.X}",
                "mytool|Authorization: Bearer ${secrets.X}",
                "mytool|echo;${secrets.X}",
                "mytool|\"${secrets.X}\"",
                "mytool|--eval=${secrets.X}",
                "mytool|BASH_ENV=${secrets.X}",
                "env|BASH_ENV=${secrets.X} bash",
                "python3 -uX dev -c|login(\"${secrets.X}\")",
                "python3 -Xdev -W ignore -Ic|login(\"${secrets.X}\")",
                "python3 -mtimeit|login(\"${secrets.X}\")",
                "python3 -m sqlite3 :memory:|${secrets.X}",
                "perl -lane|${secrets.X}",
                "perl -0777ne|${secrets.X}",
                "perl -F: -lanE|${secrets.X}",
                "node -p|${secrets.X}",
                "node --require|${secrets.X}",
                "php -r|${secrets.X}",
                "psql -qAtXc|${secrets.X}",
                "psql db -qAtXc|${secrets.X}",
                "gdb -ex|${secrets.X}",
                "duckdb -s|${secrets.X}",
                "sh -c 'exec\u00a0\"$@\"' sh perl -lane|${secrets.X}",
                "/opt/entrypoint.sh perl -e|${secrets.X}",
                "/opt/entrypoint.sh mytool|a; ${secrets.X}",
                "/opt/entrypoint.sh /opt/entrypoint.sh mytool|a; ${secrets.X}",
                "socat -|SYSTEM:${secrets.X}",
                "git clone|--upload-pack=${secrets.X}",
                "git clone --upload-pack|${secrets.X}",
                "tar|--checkpoint-action=exec=${secrets.X}",
                "vim|+${secrets.X}",
                "java|-XX:OnError=${secrets.X}",
                "java|-javaagent:${secrets.X}");
    }

    @ParameterizedTest
    @MethodSource("interpreters")
    void whatAProgramMayRunAsCodeTakesNoReference(String line) {
        String[] parts = line.split("\\|", 2);
        String[] words = Stream.concat(Arrays.stream(parts[0].split(" ")), Stream.of(parts[1]))
                .toArray(String[]::new);
        assertThat(last(words)).as(line).isInstanceOf(WordUse.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark-submit --class Main https://u:${secrets.X}@repo/app.jar",
                "spark-submit --deploy-mode cluster https://u:${secrets.X}@repo/app.jar",
                "/opt/entrypoint.sh driver --class Main https://u:${secrets.X}@repo/app.jar",
                "bash ${secrets.X}",
                "python3 ${secrets.X}",
                "java ${secrets.X}",
                "java -jar ${secrets.X}"
            })
    void aSecretIsNoPartOfTheAddressOfCode(String line) {
        assertThat(last(line.split(" "))).isInstanceOf(WordUse.Refused.class);
    }

    @Test
    void aSecretNamesNoProgram() {
        assertThat(uses("${secrets.X}", "a").getFirst()).isInstanceOf(WordUse.Refused.class);
        assertThat(lastOfArgs("${secrets.X}"))
                .as("no program but a word for the image's")
                .isEqualTo(new WordUse.Data());
    }

    static Stream<String> programs() {
        return Stream.of(
                "java -cp x com.example.Main",
                "java -jar app.jar --jaas",
                "java -Dpassword=x -jar app.jar",
                "python3 app.py --token",
                "python3 -m app --token",
                "python3 -u -W ignore app.py",
                "python3 -",
                "/usr/bin/env python3 app.py",
                "sh script.sh",
                "bash -e script.sh --token",
                "sh -c 'run' sh",
                "exec timeout -k 5 10 nice -n 3 java Main",
                "tini -s -- /usr/bin/dumb-init -- java Main",
                "tini -s -- /opt/entrypoint.sh driver --class Main app.jar",
                "/opt/entrypoint.sh java Main",
                "env A=b java Main",
                "spark-submit --class Main app.jar --jaas",
                "spark-submit app.py",
                "/opt/spark/bin/spark-class org.example.Main",
                "/opt/entrypoint.sh driver --class Main app.jar",
                "curl -H",
                "echo");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aKnownProgramTakesAnyTextForData(String line) {
        for (String datum : List.of(
                "${secrets.X}",
                "org.apache.kafka…PlainLoginModule required username=\"a\" password=\"${secrets.X}\";",
                "{\"password\": \"${secrets.X}\"}",
                "jdbc:sqlserver://db;user=a;password=${secrets.X}",
                "Bearer ${secrets.X}")) {
            String[] words = Stream.concat(Arrays.stream(line.split(" ")), Stream.of(datum))
                    .toArray(String[]::new);
            assertThat(last(words)).as("%s %s", line, datum).isEqualTo(new WordUse.Data());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${secrets.X}",
                "${secrets.X}${secrets.Y}",
                "password=${secrets.X}",
                "--password=${secrets.X}",
                "-Dpassword=${secrets.X}",
                "-p${secrets.X}",
                "https://user:${secrets.X}@host/?a=b&c=${secrets.Y}",
                "jdbc:postgresql://db/etl?password=${secrets.X}",
                "user:${secrets.X}",
                "${secrets.USER}:${secrets.X}",
                "--NotebookApp.token=${secrets.X}",
                "$(HOME)/${secrets.X}",
                "/mnt/${secrets.X}/data"
            })
    void anUnknownProgramGetsWhatIsPlainlyADatum(String word) {
        assertThat(last("mytool", "run", word)).isEqualTo(new WordUse.Data());
        assertThat(lastOfArgs("run", word)).as("for an unknown image").isEqualTo(new WordUse.Data());
    }

    @Test
    void anImageWhoseEntrypointIsNotKnownGetsNothingThatAShellCouldRun() {
        assertThat(lastOfArgs("java", "Main", "a; ${secrets.X}")).isInstanceOf(WordUse.Refused.class);
        assertThat(lastOfArgs("driver", "--class", "Main", "app.jar", "a; ${secrets.X}"))
                .as("Spark's own entrypoint")
                .isEqualTo(new WordUse.Data());
        assertThat(lastOfArgs("/opt/spark/bin/spark-submit", "app.py", "a; ${secrets.X}"))
                .as("Spark's own entrypoint runs what it does not know")
                .isEqualTo(new WordUse.Data());
    }

    @Test
    void inClusterModeEverythingStaysAReferenceForTheDriversOwnAdmission() {
        for (List<String> mode : List.of(
                List.of("--deploy-mode", "cluster"),
                List.of("--deploy-mode=cluster"),
                List.of("--conf", "spark.submit.deployMode=cluster"))) {
            List<String> words = new java.util.ArrayList<>(List.of("/opt/spark/bin/spark-submit"));
            words.addAll(mode);
            words.addAll(List.of(
                    "--conf",
                    "spark.hadoop.fs.s3a.secret.key=${secrets.S3_KEY}",
                    "--conf=spark.kubernetes.driverEnv.DB=${secrets.DB}",
                    "--driver-java-options",
                    "-Da=${secrets.A}",
                    "app.jar",
                    "--password",
                    "${secrets.APP}"));
            CommandWords read = CommandWords.ofContainer(words, List.of(), Surroundings.NONE);
            for (int i = 0; i < words.size(); i++) {
                if (words.get(i).contains("${secrets")) {
                    assertThat(read.uses().get(i)).as(words.get(i)).isEqualTo(new WordUse.Kept());
                }
            }
            assertThat(read.redaction()).isEmpty();
        }
    }

    @Test
    void theLastDeployModeCountsAndOneThatIsNotWrittenOutIsRefused() {
        assertThat(last("spark-submit", "--deploy-mode", "cluster", "--deploy-mode", "client", "a.py", "${secrets.X}"))
                .isEqualTo(new WordUse.Data());
        assertThat(last("spark-submit", "--deploy-mode", "$(MODE)", "a.py", "${secrets.X}"))
                .isInstanceOf(WordUse.Refused.class);
        assertThat(last("spark-submit", "--master", "yarn", "--deploy-mode", "cluster", "a.py", "${secrets.X}"))
                .as("no admission of ours there")
                .isEqualTo(new WordUse.Data());
    }

    @Test
    void whatMaySubmitInClusterModeKeepsItsWordsAsReferences() {
        for (String line : List.of(
                "spark3-submit --deploy-mode cluster a.py ${secrets.X}",
                "/opt/spark-3.5/bin/spark-submit.sh --deploy-mode cluster a.py ${secrets.X}",
                "my-wrapper --deploy-mode cluster --conf spark.a=b a.py ${secrets.X}",
                "bash run.sh --deploy-mode cluster --conf spark.a=${secrets.X}",
                "sh -c run sh --deploy-mode cluster a.py ${secrets.X}")) {
            assertThat(last(line.split(" "))).as(line).isEqualTo(new WordUse.Kept());
        }
        for (String script : List.of(
                "exec spark-submit --deploy-mode cluster a.py \"$@\"",
                "spark-submit --deploy-mode $MODE a.py \"$1\"")) {
            assertThat(last("sh", "-c", script, "sh", "${secrets.X}"))
                    .as(script)
                    .isEqualTo(new WordUse.Kept());
        }
        assertThat(lastOfArgs("submit", "--deploy-mode", "cluster", "a.py", "${secrets.X}"))
                .isEqualTo(new WordUse.Kept());
        assertThat(last("python3", "app.py", "--deploy-mode", "cluster", "${secrets.X}"))
                .as("the program's own option")
                .isEqualTo(new WordUse.Data());
    }

    @Test
    void whatEnvSetsCountsForTheSubmitter() {
        assertThat(last("env", "DEPLOY_MODE=cluster", "spark-submit", "--conf", "spark.a=${secrets.X}"))
                .isEqualTo(new WordUse.Kept());
        assertThat(last("env", "DEPLOY_MODE=$(MODE)", "spark-submit", "--conf", "spark.a=${secrets.X}"))
                .isInstanceOf(WordUse.Refused.class);
        assertThat(last(
                        "env",
                        "MASTER=local",
                        "DEPLOY_MODE=client",
                        "spark-submit",
                        "--conf",
                        "spark.executorEnv.A=${secrets.X}"))
                .isEqualTo(new WordUse.Conf("spark.executorEnv.A"));
        assertThat(last("env", "SPARK_PRINT_LAUNCH_COMMAND=1", "spark-submit", "--conf", "spark.a=${secrets.X}"))
                .isInstanceOf(WordUse.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-u SPARK_NO_DAEMONIZE",
                "--unset=SPARK_NO_DAEMONIZE",
                "--unset SPARK_NO_DAEMONIZE",
                "-uSPARK_NO_DAEMONIZE",
                "-i",
                "-",
                "--ignore-environment",
                "-i A=b"
            })
    void whatEnvTakesAwayDoesNotCount(String options) {
        String start = " /opt/spark/sbin/start-connect-server.sh --conf spark.a=${secrets.X}";
        assertThat(lastInForeground("env " + options + start)).isInstanceOf(WordUse.Refused.class);
        assertThat(lastInForeground("env " + options + " SPARK_NO_DAEMONIZE=1" + start))
                .isEqualTo(new WordUse.Conf("spark.a"));
    }

    @Test
    void whatEnvTakesAwayOfOthersDoesNotMatter() {
        assertThat(lastInForeground("env -u A /opt/spark/sbin/start-connect-server.sh --conf spark.a=${secrets.X}"))
                .isEqualTo(new WordUse.Conf("spark.a"));
    }

    private static WordUse lastInForeground(String line) {
        return CommandWords.ofContainer(List.of(line.split(" ")), List.of(), FOREGROUND)
                .uses()
                .getLast();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark-submit --verbose --conf spark.a=${secrets.X}",
                "spark-submit -v a.jar ${secrets.X}",
                "spark-submit -v --driver-java-options -Da=${secrets.X}",
                "spark-sql -v --conf spark.a=${secrets.X}",
                "pyspark --conf spark.a=b --verbose --conf spark.a=${secrets.X}"
            })
    void whatSparkSubmitWouldPrintIsRefused(String line) {
        assertThat(last(line.split(" ")))
                .isInstanceOfSatisfying(
                        WordUse.Refused.class,
                        refused -> assertThat(refused.why()).contains("--verbose; leave that option out"));
    }

    @Test
    void aVerboseApplicationOrAReferenceThatStaysOneIsNot() {
        assertThat(last("spark-submit", "a.jar", "--verbose", "${secrets.X}")).isEqualTo(new WordUse.Data());
        assertThat(last("spark-submit", "-v", "--deploy-mode", "cluster", "a.jar", "${secrets.X}"))
                .isEqualTo(new WordUse.Kept());
        assertThat(last("spark-submit", "-v", "--conf", "spark.executorEnv.A=${secrets.X}"))
                .isEqualTo(VARIABLE);
    }

    @Test
    void theWorkerOfAStandaloneClusterWouldPrintWhatTheDriverIsStartedWith() {
        for (String rest : List.of("--conf spark.a=${secrets.X}", "a.jar ${secrets.X}")) {
            String line = "spark-submit --master spark://m:7077 --deploy-mode cluster " + rest;
            assertThat(last(line.split(" "))).as(rest).isInstanceOf(WordUse.Refused.class);
            assertThat(last(line.replace("cluster", "client").split(" ")))
                    .as(rest)
                    .isNotInstanceOf(WordUse.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec ${secrets.X}",
                "command ${secrets.X}",
                "timeout 5 ${secrets.X}",
                "nice -n 5 ${secrets.X}",
                "env A=b ${secrets.X}",
                "tini -- ${secrets.X}",
                "exec timeout 5 ${secrets.X}"
            })
    void norBehindWhatStartsIt(String line) {
        assertThat(last(line.split(" "))).isEqualTo(new WordUse.Refused(Reasons.PROGRAM));
    }

    @Test
    void whatEnvSplitsIsToldInItsOwnWords() {
        assertThat(last("env", "-S", "sh -c \"run ${secrets.X}\""))
                .isEqualTo(new WordUse.Refused(Reasons.SPLIT_STRING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kyuubi-ctl create batch --username u --password ${secrets.X}",
                "tool watch --token=${secrets.X}",
                "tool make --password=${secrets.X}",
                "tool script --password ${secrets.X}",
                "tool screen --password ${secrets.X}",
                "tool at --password ${secrets.X}",
                "tool --lang python --password ${secrets.X}",
                "tool --lang java --password ${secrets.X}",
                "tool --shell sh --password ${secrets.X}"
            })
    void aWordOfAnUnknownProgramIsNotTakenForAProgramOfThatName(String line) {
        assertThat(last(line.split(" "))).isEqualTo(new WordUse.Data());
    }

    @Test
    void norIsOneForAnImagesEntrypoint() {
        assertThat(lastOfArgs("batch", "--password=${secrets.X}")).isEqualTo(new WordUse.Data());
        assertThat(lastOfArgs("eval", "--key", "${secrets.X}")).isEqualTo(new WordUse.Data());
        assertThat(lastOfArgs("eval", "${secrets.X}")).isInstanceOf(WordUse.Refused.class);
        assertThat(last("poetry", "run", "watch", "--interval", "5", "${secrets.X}"))
                .isInstanceOf(WordUse.Refused.class);
    }

    @Test
    void whatComesBehindTheApplicationIsItsOwnEvenIfItStandsForOptions() {
        for (String rest : List.of("$@", "$APP_ARGS")) {
            assertThat(last("spark-submit", "--conf", "spark.a=${secrets.X}", "a.py", rest, "${secrets.Y}"))
                    .as(rest)
                    .isEqualTo(new WordUse.Data());
        }
    }

    @Test
    void aDeployModeThatMayComeFromElsewhereIsRefused() {
        for (String options : List.of(
                "$SUBMIT_OPTS",
                "$@",
                "${ARGS[@]}",
                "$(make_options a b)",
                "--deploy-mode `mode`",
                "--deploy-mode\r cluster")) {
            for (String rest : List.of("--conf spark.a=${secrets.X}", "a.py ${secrets.X}")) {
                assertThat(last(("spark-submit " + options + " " + rest).split(" ")))
                        .as("%s %s", options, rest)
                        .isInstanceOf(WordUse.Refused.class);
            }
        }
        assertThat(last("spark-submit", "--deploy-mode", "client", "$OPTS", "--conf", "spark.a=${secrets.X}"))
                .isEqualTo(new WordUse.Conf("spark.a"));
        assertThat(last("spark-submit", "$APPLICATION", "${secrets.X}")).isEqualTo(new WordUse.Data());
    }

    @Test
    void theDeployModeOfTheEnvironmentCountsWhereTheWordsStateNone() {
        Surroundings cluster = new Surroundings(false, false, "cluster", "", false, Set.of());
        List<String> words = List.of("spark-submit", "a.py", "${secrets.X}");
        assertThat(CommandWords.ofContainer(words, List.of(), cluster).uses().getLast())
                .isEqualTo(new WordUse.Kept());
        Surroundings unknown = new Surroundings(false, false, "$", "", false, Set.of());
        assertThat(CommandWords.ofContainer(words, List.of(), unknown).uses().getLast())
                .isInstanceOf(WordUse.Refused.class);
    }

    @Test
    void anExecutorsVariableIsResolvedWhereExecutorsAreNoPods() {
        String conf = "spark.executorEnv.A=${secrets.X}";
        assertThat(last("spark-submit", "--conf", conf)).isEqualTo(VARIABLE);
        assertThat(last("spark-submit", "--master", "local[2]", "--conf", conf))
                .isEqualTo(new WordUse.Conf("spark.executorEnv.A"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--name etl-${secrets.X}",
                "--jars https://u:${secrets.X}@repo/a.jar",
                "--repositories https://u:${secrets.X}@repo",
                "--driver-class-path /x/${secrets.X}",
                "--files https://u:${secrets.X}@repo/f",
                "--py-files https://u:${secrets.X}@repo/p.zip",
                "--executor-memory ${secrets.X}",
                "--proxy-user ${secrets.X}",
                "--class ${secrets.X}",
                "--conf spark.app.name=${secrets.X}"
            })
    void anOptionThatSetsARefusedKeyIsRefusedAsTheKeyIs(String option) {
        String[] words = ("spark-submit " + option).split(" ");
        assertThat(last(words)).isInstanceOf(WordUse.Refused.class);
        assertThat(last(("java org.apache.spark.deploy.SparkSubmit " + option).split(" ")))
                .isInstanceOf(WordUse.Refused.class);
    }

    @Test
    void systemPropertiesOfSparkAreConf() {
        List<WordUse> uses = uses(
                "java",
                "-Dspark.executorEnv.A=${secrets.X}",
                "-Dspark.app.name=${secrets.X}",
                "-Dspark.hadoop.k=${secrets.X}",
                "-cp",
                "x",
                "org.apache.spark.deploy.SparkSubmit");
        assertThat(uses.get(1)).isEqualTo(new WordUse.ExecutorVariable("spark.executorEnv.A", 2));
        assertThat(uses.get(2)).isInstanceOf(WordUse.Refused.class);
        assertThat(uses.get(3)).isEqualTo(new WordUse.Conf("spark.hadoop.k"));
        assertThat(last(
                        "spark-class",
                        "org.apache.spark.sql.connect.service.SparkConnectServer",
                        "-Dspark.executorEnv.A=${secrets.X}"))
                .isEqualTo(new WordUse.ExecutorVariable("spark.executorEnv.A", 2));
    }

    @Test
    void whatADaemonsScriptWouldPrintIsRefusedUnlessItRunsInTheForeground() {
        List<String> words = List.of(
                "/opt/spark/sbin/start-connect-server.sh",
                "--conf",
                "spark.executorEnv.A=${secrets.A}",
                "--conf",
                "spark.hadoop.k=${secrets.X}");
        CommandWords background = CommandWords.ofContainer(words, List.of(), Surroundings.NONE);
        assertThat(background.uses().get(2)).isEqualTo(VARIABLE);
        assertThat(background.uses().get(4)).isInstanceOf(WordUse.Refused.class);

        CommandWords foreground = CommandWords.ofContainer(words, List.of(), FOREGROUND);
        assertThat(foreground.uses().get(4)).isEqualTo(new WordUse.Conf("spark.hadoop.k"));
        assertThat(foreground.silenced()).hasValue(0);

        assertThat(CommandWords.ofContainer(words, List.of(), new Surroundings(true, true))
                        .uses()
                        .get(4))
                .as("the container asks for the command to be printed")
                .isInstanceOf(WordUse.Refused.class);
    }

    @Test
    void theWordsThatSilenceADaemonsScriptComeBeforeTheShellThatRunsIt() {
        String script = "/opt/spark/sbin/start-connect-server.sh";
        List<String> conf = List.of("--conf", "spark.hadoop.k=${secrets.X}");
        assertThat(silenced(List.of("tini", "--", "bash", "-e", script), conf)).hasValue(2);
        assertThat(silenced(List.of("nohup", script), conf)).hasValue(1);
        assertThat(silenced(List.of("/opt/spark/sbin/spark-daemon.sh", "submit", "Main", "1"), conf))
                .hasValue(0);
        assertThat(silenced(List.of("sh", script), conf))
                .as("other shells than bash drop the function")
                .isEmpty();
        assertThat(last("sh", script, "--conf", "spark.hadoop.k=${secrets.X}")).isInstanceOf(WordUse.Refused.class);
    }

    private static OptionalInt silenced(List<String> command, List<String> args) {
        return CommandWords.ofContainer(command, args, FOREGROUND).silenced();
    }

    @Test
    void whatIsFilledInIsHiddenFromSparksUi() {
        CommandWords read = CommandWords.ofContainer(
                List.of("spark-submit", "--conf", "spark.hadoop.fs.azure.account.key.x=${secrets.K}", "app.py"),
                List.of(),
                Surroundings.NONE);
        Redaction redaction = read.redaction().orElseThrow();
        assertThat(redaction.after()).as("the last option").isEqualTo(2);
        assertThat(redaction.words().getFirst()).isEqualTo("--conf");
        assertThat(redaction.words().getLast())
                .startsWith("spark.redaction.regex=")
                .contains("fs.azure.account.key.x", "sun.java.command", "secret|password|token");
    }

    @Test
    void theUsersOwnExpressionIsKeptAndTheExtendedOneComesAfterIt() {
        CommandWords read = CommandWords.ofContainer(
                List.of(
                        "spark-submit",
                        "--conf",
                        "spark.redaction.regex=mine",
                        "--conf",
                        "spark.a=${secrets.K}",
                        "app.py"),
                List.of(),
                Surroundings.NONE);
        assertThat(read.redaction().orElseThrow().after()).isEqualTo(4);
        assertThat(read.redaction().orElseThrow().words().getLast()).endsWith("|mine");

        CommandWords unknown = CommandWords.ofScript(
                List.of("spark-submit", "--conf", "spark.redaction.regex=$MINE", "--conf", "spark.a=${secrets.K}"),
                Surroundings.NONE);
        assertThat(unknown.redaction()).isEmpty();
        assertThat(unknown.warnings()).singleElement().asString().contains("name their keys");
    }

    @Test
    void whatASqlShellTakesForDataMayHoldOne() {
        String shell = "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver";
        for (String line : List.of(
                "spark-submit --class " + shell + " x --hiveconf a=${secrets.X}",
                "java " + shell + " --hiveconf a=${secrets.X}",
                "spark-class " + shell + " -e select --hiveconf a=${secrets.X}")) {
            assertThat(last(line.split(" "))).as(line).isEqualTo(new WordUse.Data());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark-submit --properties-file f --conf spark.a=${secrets.X} a.py",
                "spark-submit --properties-file=f a.py ${secrets.X}",
                "java org.apache.spark.deploy.SparkSubmit --properties-file f a.jar ${secrets.X}"
            })
    void aFileWithPropertiesMayHoldADeployModeThatNobodySees(String line) {
        assertThat(warnings(line))
                .singleElement()
                .asString()
                .contains("--properties-file", "write --deploy-mode client or --deploy-mode cluster");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark-submit --conf spark.a=${secrets.X} a.py",
                "spark-submit --deploy-mode client --properties-file f --conf spark.a=${secrets.X} a.py",
                "spark-submit --deploy-mode cluster --properties-file f --conf spark.a=${secrets.X} a.py",
                "spark-submit --properties-file f --conf spark.executorEnv.A=${secrets.X} a.py",
                "spark-submit --properties-file f a.py",
                "spark-submit --master local --properties-file f a.py ${secrets.X}",
                "spark-submit --class org.apache.spark.sql.connect.service.SparkConnectServer --properties-file f --conf spark.a=${secrets.X}",
                "pyspark --properties-file f --conf spark.a=${secrets.X}",
                "/opt/entrypoint.sh driver --properties-file f --class Main a.jar ${secrets.X}"
            })
    void whereTheModeIsKnownOrNothingIsFilledInThereIsNoWarning(String line) {
        assertThat(warnings(line)).isEmpty();
    }

    private static List<String> warnings(String line) {
        return CommandWords.ofContainer(List.of(line.split(" ")), List.of(), Surroundings.NONE)
                .warnings();
    }

    @Test
    void aShellThatPrintsItsCommandsMayPrintWhatItIsGiven() {
        for (String line : List.of("bash -x run.sh ${secrets.X}", "sh -xc run sh ${secrets.X}")) {
            assertThat(warnings(line)).as(line).singleElement().asString().contains("-x");
        }
        for (String line : List.of(
                "bash run.sh ${secrets.X}",
                "bash -x run.sh x",
                "bash -x run.sh --deploy-mode cluster a ${secrets.X}")) {
            assertThat(warnings(line)).as(line).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark-submit --conf ${secrets.X}",
                "tini -- pyspark ${secrets.X}",
                "spark-class Main ${secrets.X}",
                "bash /opt/spark/sbin/start-connect-server.sh ${secrets.X}",
                "/opt/entrypoint.sh driver --class Main a.jar ${secrets.X}",
                "/opt/spark/sbin/spark-daemon.sh start Main 1 ${secrets.X}"
            })
    void sparksLaunchScriptGetsTheWordsBehindItsScripts(String line) {
        List<String> words = List.of(line.split(" "));
        CommandWords read = CommandWords.ofContainer(words, List.of(), Surroundings.NONE);

        assertThat(read.isLaunchedBySpark(words.size() - 1)).isTrue();
        assertThat(read.isLaunchedBySpark(0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java org.apache.spark.deploy.SparkSubmit --conf spark.a=${secrets.X}",
                "python3 app.py ${secrets.X}",
                "mytool ${secrets.X}"
            })
    void otherProgramsDoNotUseIt(String line) {
        List<String> words = List.of(line.split(" "));
        CommandWords read = CommandWords.ofContainer(words, List.of(), Surroundings.NONE);

        assertThat(read.isLaunchedBySpark(words.size() - 1)).isFalse();
    }

    @Test
    void confForAnImagesEntrypointIsConfToo() {
        assertThat(lastOfArgs("--conf", "spark.executorEnv.A=${secrets.X}")).isEqualTo(VARIABLE);
        assertThat(lastOfArgs("--conf", "spark.app.name=${secrets.X}")).isInstanceOf(WordUse.Refused.class);
        assertThat(lastOfArgs("--conf", "db.password=${secrets.X}")).isEqualTo(new WordUse.Data());
        assertThat(last("livy-wrapper", "--conf", "spark.executorEnv.A=${secrets.X}"))
                .isEqualTo(VARIABLE);
    }

    static Stream<Arguments> nestedLines() {
        return Stream.of(
                Arguments.of("poetry run spark-submit --deploy-mode cluster app.py ${secrets.X}", new WordUse.Kept()),
                Arguments.of(
                        "bash /opt/entrypoint.sh spark-submit --deploy-mode cluster a.py ${secrets.X}",
                        new WordUse.Kept()),
                Arguments.of("sh -c run sh bash -c ${secrets.X}", new WordUse.Script()),
                Arguments.of("python3 app.py su -c ${secrets.X}", new WordUse.Data()));
    }

    @ParameterizedTest
    @MethodSource("nestedLines")
    void aProgramIsFoundBehindOthersThatStartIt(String line, WordUse expected) {
        assertThat(last(line.split(" "))).isEqualTo(expected);
    }
}
