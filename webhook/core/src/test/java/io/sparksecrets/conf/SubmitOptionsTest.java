package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.conf.SubmitOptions.Reading;
import io.sparksecrets.conf.SubmitOptions.Setting;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

class SubmitOptionsTest {

    /** Options that SparkSubmitCommandBuilder keeps in fields or as conf, and does not hand on as they are. */
    private static final Set<String> TAKEN_BY_LAUNCHER = Set.of(
            "--master",
            "--remote",
            "--deploy-mode",
            "--properties-file",
            "--extra-properties-file",
            "--class",
            "--conf",
            "--driver-memory",
            "--driver-java-options",
            "--driver-library-path",
            "--driver-class-path",
            "--driver-default-class-path");

    @ParameterizedTest
    @EnumSource
    void everyOptionOfSparksParserIsKnownWithWhetherItTakesAValue(RealLauncher launcher) throws Exception {
        launcher.options()
                .get(0)
                .forEach(names -> assertThat(names).allSatisfy(name -> {
                    Reading reading = SubmitOptions.read(List.of(name, "value", "app.jar"));
                    assertThat(reading.settingIn(1))
                            .hasValueSatisfying(
                                    setting -> assertThat(setting.option()).isEqualTo(names[0]));
                    assertThat(reading.application()).isEqualTo(2);
                }));
        launcher.options()
                .get(1)
                .forEach(names -> assertThat(names).allSatisfy(name -> {
                    Reading reading = SubmitOptions.read(List.of(name, "app.jar"));
                    assertThat(reading.settings()).isEmpty();
                    assertThat(reading.application()).isEqualTo(1);
                }));
    }

    /** SparkSubmit itself takes the option and the key for the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--archives",
                "--deploy-mode",
                "--driver-class-path",
                "--driver-cores",
                "--driver-java-options",
                "--driver-library-path",
                "--driver-memory",
                "--exclude-packages",
                "--executor-cores",
                "--executor-memory",
                "--files",
                "--jars",
                "--keytab",
                "--master",
                "--name",
                "--num-executors",
                "--packages",
                "--principal",
                "--py-files",
                "--queue",
                "--remote",
                "--repositories",
                "--total-executor-cores"
            })
    void anOptionSetsTheKeyThatSparkTakesForTheSame(String option) throws Exception {
        String value = switch (option) {
            case "--deploy-mode" -> "cluster";
            case "--archives", "--files", "--jars", "--py-files" -> "file:/value";
            default -> "7";
        };
        Setting setting =
                SubmitOptions.read(List.of(option, value, "app.py")).settings().getFirst();
        String key = setting.key().orElseThrow();

        Map<String, String> byOption = submitArguments(option, value, "app.py");
        Map<String, String> byKey = submitArguments("--conf", key + "=" + value, "app.py");

        assertThat(byOption).isEqualTo(byKey).isNotEqualTo(submitArguments("app.py"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--class", "--extra-properties-file", "--kill", "--properties-file", "--proxy-user", "--status"})
    void whatTheOtherOptionsAreGivenIsNoKeysValueAndTakesNoReference(String option) {
        Setting setting = SubmitOptions.read(List.of(option, "${secrets.X}", "app.jar"))
                .settings()
                .getFirst();

        assertThat(setting.key()).isEmpty();
        assertThat(setting.displayName()).isEqualTo(option);
        assertThat(setting.treatment(key -> new Treatment.Resolved())).isInstanceOf(Treatment.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --conf spark.a=b=c app          | spark.a: b=c
            -c spark.a=${secrets.X} app     | spark.a: ${secrets.X}
            --conf=spark.a=b=c app          | spark.a: b=c
            --name=a=b app                  | spark.app.name: a=b
            --name --conf app               | spark.app.name: --conf
            --conf spark.a= app             | spark.a:
            --conf spark.a=${secrets.X:-=}  | spark.a: ${secrets.X:-=}
            """)
    void theValueBeginsBehindTheOptionAndTheKey(String line, String expected) {
        List<String> words = List.of(line.split(" ", -1));
        Setting setting = SubmitOptions.read(words).settings().getFirst();

        String value = words.get(setting.word()).substring(setting.valueStart());
        assertThat((setting.displayName() + ": " + value).strip()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--conf ${secrets.X}",
                "--conf=${secrets.X}",
                "--conf spark.${secrets.X}=a",
                "--conf spark.${secrets.X:-a=b}=c",
                "--conf =${secrets.X}",
                "--conf spark.master=${secrets.X}",
                "--master ${secrets.X}",
                "--deploy-mode=${secrets.X}"
            })
    void aReferenceInTheNameOfAKeyOrInWhatDecidesOverTheOthersIsRefusedWhateverTheKeysAllow(String line) {
        Setting setting =
                SubmitOptions.read(List.of(line.split(" ", -1))).settings().getFirst();

        assertThat(setting.treatment(key -> new Treatment.Resolved()))
                .isInstanceOfSatisfying(
                        Treatment.Refused.class,
                        refused -> assertThat(refused.why()).doesNotContain("secrets."));
    }

    @Test
    void theMasterAndTheDeployModeAreTheLastOnesAndAnOptionGoesBeforeAKey() {
        List<String> words = List.of(
                "--deploy-mode",
                "client",
                "--conf",
                "spark.submit.deployMode=client",
                "--deploy-mode=cluster",
                "-c",
                "spark.master=local[2]",
                "--conf=spark.master=spark://h:7077",
                "app.jar",
                "--master",
                "yarn");
        Reading reading = SubmitOptions.read(words);

        assertThat(reading.deployMode(words)).contains("cluster");
        assertThat(reading.master(words)).contains("spark://h:7077");
        assertThat(SubmitOptions.read(List.of("app.jar")).master(List.of("app.jar")))
                .isEmpty();
    }

    @Test
    void shellsAndServersOfSparkTakeOptionsBehindWordsOfTheirOwn() {
        List<String> words = List.of("-e", "select", "--hiveconf", "a=${secrets.X}", "--name", "n", "-f", "q.sql");
        Reading reading = SubmitOptions.readMixed(words);

        assertThat(reading.passedOn()).containsExactlyInAnyOrder(0, 1, 2, 3, 6, 7);
        assertThat(reading.settingIn(5)).isPresent();
        assertThat(reading.unknown()).isEmpty();
    }

    @Test
    void anOptionThatSparkDoesNotKnowIsToldAndTheOptionsBehindItAreReadOn() {
        List<String> words = List.of("--brand-new", "value", "--conf", "spark.a=b", "app.jar", "--conf", "spark.c=d");
        Reading reading = SubmitOptions.read(words);

        assertThat(reading.unknown()).hasValue(0);
        assertThat(reading.settings()).extracting(Setting::word).containsExactly(3);
        assertThat(reading.application()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void wordsMeanWhatSparksLauncherTakesThemFor(RealLauncher launcher) throws Exception {
        RandomTexts random = new RandomTexts(14);
        List<String> choices = choices(launcher);
        int refused = 0;
        int withApplication = 0;
        for (int i = 0; i < 20_000; i++) {
            List<String> words = new ArrayList<>();
            for (int count = random.number(9); count > 0; count--) {
                words.add(random.oneOf(choices));
            }
            Optional<RealLauncher.Submission> real = launcher.submission(words);
            if (real.isEmpty()) {
                refused++;
                continue;
            }
            Reading reading = SubmitOptions.read(words);
            assertThat(reading.unknown()).as("%s", words).isEmpty();
            assertThat(summary(reading, words)).as("%s", words).isEqualTo(summary(real.get(), words));
            withApplication += reading.application() < words.size() ? 1 : 0;
        }
        assertThat(refused).isBetween(1_000, 15_000);
        assertThat(withApplication).isGreaterThan(1_000);
    }

    private static List<String> choices(RealLauncher launcher) throws ReflectiveOperationException {
        List<String> choices = new ArrayList<>();
        for (List<String[]> kind : launcher.options()) {
            for (String[] names : kind) {
                choices.addAll(List.of(names));
                choices.add(names[0] + "=spark.j=v=w");
            }
        }
        for (int i = 0; i < 8; i++) {
            choices.addAll(
                    List.of("--conf", "-c", "spark.a=b", "spark.c=d=e", "-x", "--class", "--name=a\nb", "--name="));
        }
        choices.addAll(List.of(
                "app.jar",
                "pyspark-shell-main",
                "sparkr-shell-main",
                "org.apache.spark.repl.Main",
                "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
                "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver"));
        return choices;
    }

    private record Summary(
            Map<String, String> conf, Map<String, String> taken, List<String> handedOn, List<String> application) {}

    private static Summary summary(Reading reading, List<String> words) {
        Map<String, String> conf = new HashMap<>();
        Map<String, String> taken = new TreeMap<>();
        List<String> handedOn = new ArrayList<>();
        for (Setting setting : reading.settings()) {
            String word = words.get(setting.word());
            String value = word.substring(setting.valueStart());
            boolean takenByLauncher = TAKEN_BY_LAUNCHER.contains(setting.option());
            if (!takenByLauncher) {
                handedOn.add(setting.option());
                handedOn.add(word.substring(setting.argumentStart()));
            } else if (setting.option().equals("--conf") || setting.option().startsWith("--driver-")) {
                conf.put(setting.key().orElseThrow(), value);
            } else if (!setting.option().equals("--remote") && !setting.option().equals("--extra-properties-file")) {
                taken.put(setting.option(), value);
            }
        }
        handedOn.removeIf(SubmitOptions::isSwitch);
        List<String> application = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (reading.isOfApplication(i)) {
                application.add(words.get(i).replaceAll("^(--[^=]+)=.+$", reading.application() > i ? "$1" : "$0"));
            }
        }
        return new Summary(conf, taken, handedOn, application);
    }

    private static Summary summary(RealLauncher.Submission real, List<String> words) {
        Map<String, @Nullable String> taken = new LinkedHashMap<>();
        taken.put("--master", real.master());
        taken.put("--deploy-mode", real.deployMode());
        taken.put("--properties-file", real.propertiesFile());
        taken.put("--class", real.mainClass());
        Map<String, String> present = new TreeMap<>();
        taken.forEach((option, value) -> {
            if (value != null) {
                present.put(option, value);
            }
        });
        List<String> handedOn = new ArrayList<>(real.parsedArgs());
        handedOn.removeIf(SubmitOptions::isSwitch);
        List<String> application = new ArrayList<>(real.appArgs());
        String resource = real.appResource();
        // Of a shell or a server the launcher makes the name up.
        if (resource != null
                && words.contains(resource)
                && !Set.of("pyspark-shell-main", "sparkr-shell-main").contains(words.getFirst())) {
            application.addFirst(resource);
        }
        return new Summary(real.conf(), present, handedOn, application);
    }

    /** What SparkSubmit itself makes of words, by the names of its fields. */
    private static Map<String, String> submitArguments(String... words) throws ReflectiveOperationException {
        SparkSubmitArguments arguments = new SparkSubmitArguments(
                CollectionConverters.asScala(Arrays.asList(words)).toSeq(),
                scala.collection.immutable.Map$.MODULE$.empty());
        Map<String, String> fields = new TreeMap<>();
        for (Method method : SparkSubmitArguments.class.getDeclaredMethods()) {
            boolean getter = Modifier.isPublic(method.getModifiers())
                    && method.getParameterCount() == 0
                    && method.getReturnType() != void.class
                    && !Set.of("toString", "sparkProperties", "logName").contains(method.getName())
                    && !method.getName().contains("$");
            if (getter) {
                fields.put(method.getName(), String.valueOf(method.invoke(arguments)));
            }
        }
        return fields;
    }
}
