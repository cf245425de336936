package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfMapRenderTest {

    private static final String EXTRA_FILE = "spark-driver-extra-java-options.conf";
    private static final String DEFAULT_FILE = "spark-driver-default-java-options.conf";
    private static final String EXTRA = "spark.driver.extraJavaOptions";
    private static final ConfContext FILES = new ConfContext(true, false, "/opt/spark/conf");
    private static final ConfContext NO_FILES = new ConfContext(false, false, "/opt/spark/conf");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void aConfWithoutReferencesLoadsIdentically() throws Exception {
        String text = """
                #comment
                spark.b=1
                spark.redaction.regex=mine
                spark.a=${spark.b} $(X) \\u00fc
                spark.driver.extraJavaOptions=-Da='b c'
                """;
        RenderedConf rendered = render(text, FILES, Map.of());
        assertThat(rendered.files()).containsOnlyKeys("spark.properties", EXTRA_FILE, DEFAULT_FILE);
        assertThat(properties(rendered))
                .containsExactlyEntriesOf(SparkProperties.parse(text).entries());
        assertThat(file(rendered, EXTRA_FILE)).isEmpty();
        assertThat(file(rendered, DEFAULT_FILE)).isEmpty();
    }

    @Test
    void referencesAreReplacedEscapesUndoneAndOtherThingsLeftAlone() throws Exception {
        RenderedConf rendered = render("""
                spark.sql.url=jdbc\\:x?p\\=${secrets.A}&q\\=${secrets.A}${user.home}
                spark.note=$${secrets.A} is ${secrets.A}
                spark.escaped=$${secrets.A}
                spark.app.name=$${secrets.A}
                spark.executorEnv.X=$${secrets.A} ${secrets.A}
                spark.kubernetes.driverEnv.X=${secrets.A}
                """, FILES, Map.of("A", "it's = \\ #1\n"));
        assertThat(properties(rendered))
                .containsExactly(
                        Map.entry("spark.sql.url", "jdbc:x?p=it's = \\ #1\n&q=it's = \\ #1\n${user.home}"),
                        Map.entry("spark.note", "${secrets.A} is it's = \\ #1\n"),
                        Map.entry("spark.escaped", "${secrets.A}"),
                        Map.entry("spark.app.name", "$${secrets.A}"),
                        Map.entry(
                                "spark.kubernetes.executor.annotation.sparksecrets.io/executor-env-0",
                                "X=$${secrets.A} ${secrets.A}"),
                        Map.entry("spark.kubernetes.driverEnv.X", "${secrets.A}"),
                        Map.entry(
                                "spark.redaction.regex",
                                "\\Qspark.sql.url\\E|\\Qspark.note\\E|(?i)secret|password|token|access[.]?key"));
        assertThat(rendered.warnings()).isEmpty();
    }

    @Test
    void theUsersRedactionIsExtendedInItsPlace() throws Exception {
        assertThat(properties(render("spark.redaction.regex=mine\nspark.a=${secrets.A}\n", FILES, Map.of("A", "v"))))
                .containsExactly(Map.entry("spark.redaction.regex", "\\Qspark.a\\E|mine"), Map.entry("spark.a", "v"));
    }

    @Test
    void theCommandLineIsRedactedWhenArgumentsHoldReferences() throws Exception {
        assertThat(properties(render("spark.a=1\n", new ConfContext(true, true, "/c"), Map.of())))
                .containsEntry("spark.redaction.regex", "\\Qsun.java.command\\E|" + RedactionRegex.DEFAULT);
    }

    @Test
    void sparkShowsNoneOfTheValues() throws Exception {
        Map<String, String> conf = properties(render("""
                spark.a=${secrets.A}
                spark.hadoop.fs.key=${secrets.A}
                spark.driver.extraJavaOptions=-Dmy.property=${secrets.A}
                """, new ConfContext(true, true, "/c"), Map.of("A", "hunter2")));
        Map<String, String> shown = new LinkedHashMap<>(conf);
        shown.put("fs.key", "hunter2");
        shown.put("my.property", "hunter2");
        shown.put("sun.java.command", "Main hunter2");
        assertThat(RealSpark.redact(conf, shown)).doesNotContainValue("hunter2").doesNotContainValue("Main hunter2");
        assertThat(RealSpark.redact(conf, Map.of("spark.other", "v"))).containsEntry("spark.other", "v");
    }

    @Test
    void javaOptionsWithReferencesMoveToAnArgumentFile() throws Exception {
        RenderedConf rendered = render("""
                spark.driver.extraJavaOptions=-Da=${secrets.A} '-Db=${secrets.A}' -Dhome=${user.home} ${secrets.NONE:-}
                spark.driver.defaultJavaOptions=-Dc=1
                """, new ConfContext(true, false, "/opt/my conf"), Map.of("A", "it's \"\\ #\n"));
        assertThat(properties(rendered))
                .containsExactly(
                        Map.entry(EXTRA, "\"@/opt/my conf/" + EXTRA_FILE + "\""),
                        Map.entry("spark.driver.defaultJavaOptions", "-Dc=1"),
                        Map.entry("spark.redaction.regex", "\\Qa\\E|\\Qb\\E|" + RedactionRegex.DEFAULT));
        assertThat(file(rendered, EXTRA_FILE)).isEqualTo("""
                "-Da=it's \\"\\\\ #\\n"
                "-Db=it's \\"\\\\ #\\n"
                "-Dhome=${user.home}"
                """);
        assertThat(file(rendered, DEFAULT_FILE)).isEmpty();
    }

    @Test
    void defaultJavaOptionsHaveAFileOfTheirOwn() throws Exception {
        RenderedConf rendered = render(
                "spark.driver.defaultJavaOptions=-Da=${secrets.A}\nspark.driver.extraJavaOptions=-Db=${secrets.A}\n",
                FILES,
                Map.of("A", "v"));
        assertThat(file(rendered, DEFAULT_FILE)).isEqualTo("\"-Da=v\"\n");
        assertThat(file(rendered, EXTRA_FILE)).isEqualTo("\"-Db=v\"\n");
        assertThat(properties(rendered))
                .containsEntry("spark.driver.defaultJavaOptions", "@/opt/spark/conf/" + DEFAULT_FILE)
                .containsEntry(EXTRA, "@/opt/spark/conf/" + EXTRA_FILE);
    }

    @Test
    void withoutArgumentFilesTheOptionsThemselvesAreRedactedToo() throws Exception {
        RenderedConf rendered =
                render(EXTRA + "=-Da=${secrets.A} -Dspark.b=${secrets.A}\n", NO_FILES, Map.of("A", "a b"));
        assertThat(properties(rendered))
                .containsExactly(
                        Map.entry(EXTRA, "\"-Da=a b\" \"-Dspark.b=a b\""),
                        Map.entry(
                                "spark.redaction.regex",
                                "\\Qspark.b\\E|\\Qspark.driver.extraJavaOptions\\E|\\Qa\\E|" + RedactionRegex.DEFAULT));
    }

    @ParameterizedTest
    @EnumSource
    void withoutArgumentFilesTheLauncherFindsTheSameWords(RealLauncher launcher) throws Exception {
        RandomTexts random = new RandomTexts(10);
        List<String> templates = List.of(
                "-Da=${secrets.A}",
                "-Da=\"x ${secrets.A} y\"z",
                "'-Da=${secrets.A}'",
                "-Da=${secrets.A}${secrets.B}",
                "\"-Da='${secrets.B}'\\\"${secrets.A}\"",
                "-Da=\\${secrets.A}");
        Map<String, String> conf = new LinkedHashMap<>();
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String options = "-Dfirst=1 " + random.oneOf(templates) + " \t -Dlast='l a s t'";
            Map<String, String> values = Map.of(
                    "A", random.text().replace("\r", ""), "B", random.text().replace("\r", ""));
            RenderedConf plain =
                    render(SparkProperties.of(Map.of(EXTRA, options)).write(), NO_FILES, values);
            RenderedConf filed =
                    render(SparkProperties.of(Map.of(EXTRA, options)).write(), FILES, values);
            assertThat(file(plain, EXTRA_FILE)).isEmpty();
            conf.put("spark." + i, Objects.requireNonNull(properties(plain).get(EXTRA)));
            expected.add(List.of(file(filed, EXTRA_FILE).split("\n", -1)));
        }
        Map<String, String> read = launcher.load(Files.writeString(
                directory.resolve("p"), SparkProperties.of(conf).write()));
        for (int i = 0; i < expected.size(); i++) {
            List<String> words = launcher.split(Objects.requireNonNull(read.get("spark." + i)));
            assertThat(List.of(JavaArgumentFile.of(words).split("\n", -1))).isEqualTo(expected.get(i));
            assertThat(words).hasSize(3).startsWith("-Dfirst=1").endsWith("-Dlast=l a s t");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" v", "v\t", "\u0001v", " "})
    void blanksThatSparkWouldTrimOffAValueAreAProblem(String value) throws Exception {
        RenderedConf rendered = render("spark.a=${secrets.A}\n", FILES, Map.of("A", value));
        assertThat(rendered.files()).isEmpty();
        assertThat(rendered.problems())
                .containsExactly(new Problem(
                        "spark.a",
                        "the value of ${secrets.A} begins or ends with blanks, which Spark removes from its conf; store it"
                                + " without them"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x${secrets.A}y                        | ` v `
            ${secrets.A}                          | `v\\n`
            ${secrets.A}                          | `\\r\\nv`
            ${secrets.EMPTY:-}${secrets.A}        | `v`
            """)
    void valuesOfWhichSparkTrimsNothingArriveWhole(String template, String value) throws Exception {
        String text = SparkProperties.of(Map.of("spark.a", template)).write();
        String unescaped = value.translateEscapes();
        RenderedConf rendered = render(text, FILES, Map.of("A", unescaped));
        assertThat(rendered.problems()).isEmpty();
        Path file = Files.writeString(directory.resolve("p"), file(rendered, "spark.properties"));
        assertThat(RealSpark.load(file).get("spark.a")).contains(unescaped);
    }

    @Test
    void aNulCharacterIsAProblemThatShowsNoValue() throws Exception {
        RenderedConf rendered = render(
                "spark.a=${secrets.A:-default}\nspark.driver.extraJavaOptions=-Da=${secrets.A}\n",
                FILES,
                Map.of("A", "hunter2\0"));
        assertThat(rendered.files()).isEmpty();
        assertThat(rendered.problems())
                .hasSize(3)
                .allSatisfy(problem ->
                        assertThat(problem.toString()).contains("${secrets.A}").doesNotContain("hunter2", "default"));
    }

    @Test
    void aValueThatSparkWouldReplaceAgainIsAWarning() throws Exception {
        RenderedConf rendered = render(
                "spark.a=${secrets.A}\nspark.b=$${secrets.B} x\nspark.c=cost $ and ${secrets.C}\n",
                FILES,
                Map.of("A", "pa${user.name}ss", "B", "{b}", "C", "{c}"));
        assertThat(rendered.problems()).isEmpty();
        assertThat(rendered.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.where()).isEqualTo("spark.a");
            assertThat(warning.what())
                    .startsWith("the value of ${secrets.A} holds \"${\"")
                    .doesNotContain("user.name");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            -Da=${secrets.A} | v-Xmx        | false | for which Spark refuses them and prints them
            ${secrets.A}     | -Xmx4g       | true  | for which Spark refuses them and prints them
            ${secrets.A}     | @/etc/passwd | true  | it would name an argument file
            ${secrets.A}     | -Dname=value | true  | holds the name of a system property
            -Da=${secrets.A} | a\\rb        | false | which Spark's launch script removes
            -Da=${secrets.A} | 🔑           | false | which Spark's launcher garbles
            -Da=${secrets.A} | a\\0b        | false | which no Java option can hold
            """)
    void valuesThatJavaOptionsCannotHoldAreProblemsThatShowNoValue(
            String options, String value, boolean argumentFiles, String what) throws Exception {
        String text = SparkProperties.of(Map.of(EXTRA, options)).write();
        RenderedConf rendered = render(text, argumentFiles ? FILES : NO_FILES, Map.of("A", value.translateEscapes()));
        assertThat(rendered.files()).isEmpty();
        assertThat(rendered.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo(EXTRA);
            assertThat(problem.what()).contains("${secrets.A}", what).doesNotContain(value);
        });
    }

    @Test
    void anArgumentFileHoldsWhatTheLauncherCannot() throws Exception {
        RenderedConf rendered =
                render(EXTRA + "=-Da=${secrets.A}\n", FILES, Map.of("A", "a\rb 🔑 -Xmx1g @x ${user.name}"));
        assertThat(rendered.problems()).isEmpty();
        assertThat(file(rendered, EXTRA_FILE)).isEqualTo("\"-Da=a\\rb 🔑 -Xmx1g @x ${user.name}\"\n");
        assertThat(rendered.warnings())
                .containsExactly(new Problem(
                        EXTRA,
                        "the value of ${secrets.A} has characters outside ASCII: Java garbles them unless the image has a"
                                + " UTF-8 locale (LC_ALL=C.UTF-8)"));
    }

    @Test
    void whatIsRenderedShowsNoValueInItsText() throws Exception {
        assertThat(render("spark.a=${secrets.A}\n", FILES, Map.of("A", "hunter2"))
                        .toString())
                .doesNotContain("hunter2");
    }

    @Test
    void variablesOfExecutorsWithReferencesGoByAnnotationsSoThatPySparkDoesNotTakeThemFromTheConf() throws Exception {
        RenderedConf rendered = render("""
                spark.executorEnv.PLAIN=a=b
                spark.executorEnv.ESCAPED=$${secrets.A}
                spark.executorEnv.FIRST=${secrets.A}
                spark.executorEnv.SECOND_=x=${secrets.B} y
                """, FILES, Map.of());
        assertThat(properties(rendered))
                .containsExactly(
                        Map.entry("spark.executorEnv.PLAIN", "a=b"),
                        Map.entry("spark.executorEnv.ESCAPED", "$${secrets.A}"),
                        Map.entry(
                                "spark.kubernetes.executor.annotation.sparksecrets.io/executor-env-0",
                                "FIRST=${secrets.A}"),
                        Map.entry(
                                "spark.kubernetes.executor.annotation.sparksecrets.io/executor-env-1",
                                "SECOND_=x=${secrets.B} y"));
    }

    @Test
    void anAnnotationThatTheUserWroteHimselfKeepsItsNumber() throws Exception {
        String key = "spark.kubernetes.executor.annotation.sparksecrets.io/executor-env-";
        String text = "spark.executorEnv.B=${secrets.B}\n" + key + "0=A=${secrets.A}\n";
        assertThat(ConfMapTemplate.parse(text, FILES).executorReferences()).hasSize(2);
        assertThat(properties(render(text, FILES, Map.of())))
                .containsExactly(Map.entry(key + 1, "B=${secrets.B}"), Map.entry(key + 0, "A=${secrets.A}"));
    }

    @Test
    void aVariableThatSparkCopiesToHadoopIsHiddenThereWhateverTheUserHides() throws Exception {
        String own = "spark.redaction.regex=mine\n";
        for (Map<String, String> conf : List.of(
                properties(
                        render(own + "spark.kubernetes.driverEnv.AWS_ACCESS_KEY_ID=${secrets.A}\n", FILES, Map.of())),
                properties(render(
                        own, new ConfContext(true, false, "/c", Set.of("AWS_ACCESS_KEY_ID", "HOME"), ""), Map.of())))) {
            assertThat(RealSpark.redact(conf, Map.of("fs.s3a.access.key", "hunter2")))
                    .doesNotContainValue("hunter2");
        }
        assertThat(properties(render(own, new ConfContext(true, false, "/c", Set.of("HOME"), ""), Map.of())))
                .containsEntry("spark.redaction.regex", "mine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.a=${secrets.A}",
                "spark.driver.extraJavaOptions=-Da=${secrets.A}",
                "spark.kubernetes.driverEnv.A=${secrets.A}",
            })
    void theStackTraceOfADriverWithValuesStaysOutOfItsAnnotationsAndThatIsTold(String resolved) throws Exception {
        String key = "spark.kubernetes.driver.annotateExitException";
        String text = key + "=true\n" + resolved + "\n";
        assertThat(properties(render(text, FILES, Map.of("A", "v")))).containsEntry(key, "false");
        assertThat(ConfMapTemplate.parse(text, FILES).warnings())
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.where()).isEqualTo(key);
                    assertThat(warning.what()).contains("stack trace may hold a secret", "the driver's log");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.kubernetes.driver.annotateExitException=true\nspark.a=b\n",
                "spark.kubernetes.driver.annotateExitException=FALSE\nspark.a=${secrets.A}\n",
                "spark.a=${secrets.A}\n",
            })
    void aStackTraceThatHoldsNoSecretOrGoesNowhereIsNobodysBusiness(String text) throws Exception {
        assertThat(ConfMapTemplate.parse(text, FILES).warnings()).isEmpty();
        Map<String, String> before = SparkProperties.parse(text).entries();
        String key = "spark.kubernetes.driver.annotateExitException";
        assertThat(properties(render(text, FILES, Map.of("A", "v"))).get(key)).isEqualTo(before.get(key));
    }

    @Test
    void valuesInArgumentsOrInVariablesOfThePodKeepTheStackTraceOutToo() throws Exception {
        String key = "spark.kubernetes.driver.annotateExitException";
        for (ConfContext context : List.of(
                new ConfContext(true, true, "/c"), new ConfContext(true, false, "/c", Set.of("DB_PASSWORD"), ""))) {
            assertThat(properties(render(key + "=true\n", context, Map.of()))).containsEntry(key, "false");
        }
    }

    @Test
    void onlyResolvedKeysChangeAndTheOrderStays() throws Exception {
        RandomTexts random = new RandomTexts(11);
        List<String> keys = List.of(
                "spark.kubernetes.driverEnv.Y",
                "spark.executor.extraClassPath",
                "spark.kubernetes.driver.annotation.l");
        for (int i = 0; i < 500; i++) {
            Map<String, String> entries = new LinkedHashMap<>();
            entries.put(random.oneOf(keys), random.textWithEmoji() + "${secrets.A}" + random.textWithEmoji());
            entries.put("spark.before", random.textWithEmoji());
            entries.put(
                    "spark.resolved", "a" + random.textWithEmoji() + "x${secrets.A}" + random.textWithEmoji() + "z");
            entries.put("spark.after", random.textWithEmoji());
            String value = random.textWithEmoji();
            Map<String, String> expected = new LinkedHashMap<>(entries);
            expected.put(
                    "spark.resolved",
                    Objects.requireNonNull(entries.get("spark.resolved")).replace("${secrets.A}", value));
            expected.put(RedactionRegex.KEY, "\\Qspark.resolved\\E|" + RedactionRegex.DEFAULT);
            RenderedConf rendered = render(SparkProperties.of(entries).write(), FILES, Map.of("A", value));
            assertThat(properties(rendered)).containsExactlyEntriesOf(expected);
        }
    }

    @Test
    void executorsThatAControllerMakesAreToldTheirDriversName() throws Exception {
        ConfContext etl = new ConfContext(true, false, "/opt/spark/conf", Set.of(), "etl-driver");
        for (String allocator : new String[] {"statefulset", "deployment", "com.example.Allocator"}) {
            String text = "spark.kubernetes.allocation.pods.allocator=" + allocator + "\n";

            assertThat(properties(render(text, etl, Map.of())))
                    .containsEntry("spark.kubernetes.executor.annotation.sparksecrets.io/driver", "etl-driver");
            assertThat(properties(render(text, FILES, Map.of()))).hasSize(1);
        }
        assertThat(properties(render("spark.kubernetes.allocation.pods.allocator=direct\n", etl, Map.of())))
                .hasSize(1);
        assertThat(properties(render("spark.a=1\n", etl, Map.of()))).hasSize(1);
    }

    private static RenderedConf render(String text, ConfContext context, Map<String, String> values) {
        ConfMapTemplate conf = ConfMapTemplate.parse(text, context);
        assertThat(conf.problems()).isEmpty();
        return conf.render(reference -> SecretValue.of(value(reference, values)));
    }

    private static String value(Reference reference, Map<String, String> values) {
        String value = values.getOrDefault(reference.path(), reference.defaultText());
        return Objects.requireNonNull(value, reference.path());
    }

    private static Map<String, String> properties(RenderedConf rendered) throws MalformedPropertiesException {
        return SparkProperties.parse(file(rendered, "spark.properties")).entries();
    }

    private static String file(RenderedConf rendered, String name) {
        SecretValue content = rendered.files().get(name);
        assertThat(content).as(name + " of " + rendered).isNotNull();
        return Objects.requireNonNull(content).reveal();
    }
}
