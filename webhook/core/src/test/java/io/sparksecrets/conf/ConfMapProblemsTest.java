package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any value is known. */
class ConfMapProblemsTest {

    private static final ConfContext FILES = new ConfContext(true, false, "/opt/spark/conf");
    private static final ConfContext NO_FILES = new ConfContext(false, false, "/opt/spark/conf");

    @Test
    void allProblemsAreGatheredInTheOrderOfTheFile() {
        ConfMapTemplate conf = ConfMapTemplate.parse("""
                spark.sql.a=${secrets.DB PASS}
                spark.app.name=etl-${secrets.NAME:-hunter2}
                spark.executorEnv.X=${secrets.}
                spark.hadoop.${secrets.KEY}=1
                spark.good=${secrets.GOOD}
                """, FILES);
        assertThat(conf.problems())
                .map(Problem::where)
                .containsExactly("spark.sql.a", "spark.app.name", "spark.executorEnv.X", "spark.hadoop.${secrets.KEY}");
        assertThat(conf.problems().get(0).what()).startsWith("malformed reference at character 1");
        assertThat(conf.problems().get(1).what())
                .startsWith("holds ${secrets.NAME}, but spark.app.name is copied by Spark into the executors' pods");
        assertThat(conf.problems().get(2).what()).startsWith("malformed reference at character 1");
        assertThat(conf.problems().get(3).what()).isEqualTo("references are resolved in values, not in keys");
    }

    /** What --packages and --repositories of spark-submit become. */
    @Test
    void theAddressOfARepositoryIsRefusedBecauseSparkPrintsIt() {
        assertThat(ConfMapTemplate.parse("""
                spark.jars.packages com.example:lib:1.0
                spark.jars.repositories https://ci:${secrets.REPO_PASSWORD}@repo.example/maven
                """, FILES).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("spark.jars.repositories");
            assertThat(problem.what())
                    .startsWith("holds ${secrets.REPO_PASSWORD}, but spark.jars.repositories is printed by Spark");
        });
    }

    @Test
    void aMalformedReferenceIsAProblemWhereTheApiServerWouldGetIt() {
        assertThat(ConfMapTemplate.parse("""
                spark.kubernetes.executor.label.team=${secrets.}
                spark.kubernetes.executor.label.ok=$${secrets.X}
                spark.kubernetes.executor.annotation.note=${secrets.}
                spark.kubernetes.authenticate.driver.oauthToken=<present_but_redacted>
                """, FILES).problems())
                .map(Problem::where)
                .containsExactly("spark.kubernetes.executor.label.team");
    }

    @Test
    void aConfWithProblemsIsNotRendered() {
        ConfMapTemplate conf = ConfMapTemplate.parse("spark.app.name=${secrets.A}", FILES);
        assertThatThrownBy(() -> conf.render(reference -> SecretValue.of("v")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTextThatIsNoPropertiesTextIsAProblemOfTheFile() {
        assertThat(ConfMapTemplate.parse("spark.a=1\nspark.b=\\user", FILES).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.where()).isEqualTo("spark.properties");
                    assertThat(problem.what()).startsWith("the entry after the key \"spark.a\" holds \"\\u\"");
                });
    }

    @Test
    void whatNobodyResolvesIsNoProblem() {
        ConfMapTemplate conf = ConfMapTemplate.parse("""
                spark.kubernetes.driver.annotation.note=write ${secrets.<KEY>} here
                spark.kubernetes.driverEnv.X=${secrets.DB_PASS}
                spark.app.name=$${secrets.NOT_ONE}
                spark.sql.a=${secretsX} ${secret:Y} $(secrets.Z)
                """, FILES);
        assertThat(conf.problems()).isEmpty();
        assertThat(conf.references()).isEmpty();
        assertThat(conf.executorReferences()).isEmpty();
    }

    @Test
    void referencesAreThoseOfTheDriverOrThoseOfTheExecutors() {
        ConfMapTemplate conf = ConfMapTemplate.parse("""
                spark.sql.b=${secrets.B} ${secrets.A}
                spark.hadoop.a=${secrets.A}
                spark.executorEnv.X=${secrets.X}
                spark.driver.extraJavaOptions=-Dd=${secrets.D}
                spark.executor.extraJavaOptions=-De=${secrets.E}
                spark.executor.extraClassPath=/x/${secrets.C}
                spark.kubernetes.driverEnv.X=${secrets.N}
                """, FILES);
        assertThat(conf.problems()).isEmpty();
        assertThat(conf.references().values().stream().flatMap(Set::stream).distinct())
                .containsExactly(Reference.to("B"), Reference.to("A"), Reference.to("D"));
        assertThat(conf.executorReferences().values().stream()
                        .flatMap(Set::stream)
                        .distinct())
                .containsExactly(Reference.to("X"), Reference.to("E"), Reference.to("C"));
    }

    @Test
    void theExecutorsServiceAccountIsTheirsOrTheDrivers() {
        String driver = "spark.kubernetes.authenticate.driver.serviceAccountName=driver\n";
        String executor = "spark.kubernetes.authenticate.executor.serviceAccountName=executor\n";
        assertThat(ConfMapTemplate.parse("", FILES).executorServiceAccount()).isEmpty();
        assertThat(ConfMapTemplate.parse(driver, FILES).executorServiceAccount())
                .contains("driver");
        assertThat(ConfMapTemplate.parse(driver + executor, FILES).executorServiceAccount())
                .contains("executor");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "-Da=${secrets.A}                    | a quote (") is opened and never closed; quote as Spark's launcher reads it
            -XX:OnError="kill ${secrets.A}"      | -XX:OnError=kill  takes no reference, because the JVM would run what the value names; write the option itself, and hand the value over in -Dname=
            -Da=${secrets.A} -Xmx4g              | Spark allows no -Xmx in Java options; use spark.driver.memory
            -D${secrets.A}=1                     | a reference stands in the name of a system property, which Spark's UI shows; write -Dname=${secrets.A}
            -Dspark.executorEnv.X=${secrets.A}   | -Dspark.executorEnv.X would have Spark copy the value into API objects; set the conf key spark.executorEnv.X
            -Dspark.app.id=${secrets.A}          | -Dspark.app.id holds a reference, but spark.app.id is copied by Spark into the executors' pods, where everybody sees it; write the value itself, which should be no secret
            """)
    void driverJavaOptionsThatCannotWorkAreRefused(String options, String what) {
        for (ConfContext context : new ConfContext[] {FILES, NO_FILES}) {
            assertThat(ConfMapTemplate.parse(properties("spark.driver.extraJavaOptions", options), context)
                            .problems())
                    .containsExactly(new Problem("spark.driver.extraJavaOptions", what));
        }
    }

    @Test
    void anArgumentFileCannotNameAnother() {
        String properties = "spark.driver.extraJavaOptions=-Da=${secrets.A} @/opt/my/options\n";
        assertThat(ConfMapTemplate.parse(properties, FILES).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what())
                        .contains("@/opt/my/options", "move it to spark.driver.defaultJavaOptions"));
        assertThat(ConfMapTemplate.parse(properties, NO_FILES).problems()).isEmpty();
    }

    @Test
    void driverJavaOptionsWithoutReferencesAreSparksMatter() {
        assertThat(ConfMapTemplate.parse("spark.driver.extraJavaOptions=-Xmx4g \" @x", FILES)
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Da=${secrets.A:-b c}",
                "-Da=${secrets.A:-\"}",
                "-Da='${secrets.A:-it's}'",
                "\"-Da=${secrets.A:-\\}}\""
            })
    void aReferenceThatTheDriverWouldTearApartIsRefused(String options) {
        assertThat(ConfMapTemplate.parse(properties("spark.executor.extraJavaOptions", options), FILES)
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("must stand in quotes that protect them"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Da=${secrets.A:-b}",
                "\"-Da=${secrets.A:-b c}\"",
                "-Da=${secrets.A:-\\}}",
                "'-Da=${secrets.A:-\"}'",
                "$${secrets.A x}"
            })
    void aReferenceThatTheDriverLeavesWholeIsNot(String options) {
        assertThat(ConfMapTemplate.parse(properties("spark.executor.defaultJavaOptions", options), FILES)
                        .problems())
                .isEmpty();
    }

    @Test
    void anEnvVariableIsNotSplitWhateverItsName() {
        assertThat(ConfMapTemplate.parse("spark.executorEnv.MyJavaOptions=${secrets.A:-b c}", FILES)
                        .problems())
                .isEmpty();
    }

    private static String properties(String key, String value) {
        return SparkProperties.of(Map.of(key, value)).write();
    }
}
