package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.Problem;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfFilesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hive-site.xml       | set the property in the Spark conf as spark.hadoop.<name>
            core-site.xml       | set the property in the Spark conf as spark.hadoop.<name>
            metrics.properties  | set the property in the Spark conf as spark.metrics.conf.<name>
            log4j2.properties   | put the reference into spark.kubernetes.driverEnv.<NAME> and write ${env:<NAME>} here
            other.conf          | put the reference into the Spark conf, as spark.hadoop.<name> for a property of Hadoop or Hive, or into an env variable
            """)
    void aReferenceInAnotherFileIsRefusedWithWhatToDoInstead(String name, String advice) {
        assertThat(ConfFiles.problems(Map.of(name, "<value>${secrets.DB_PASS:-hunter2}</value>")))
                .containsExactly(new Problem(
                        "file " + name, "holds ${secrets.DB_PASS}, but only spark.properties is resolved; " + advice));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            core-site.xml    | set the property in the Spark conf as spark.hadoop.<name>
            krb5.conf        | give Kerberos a keytab, by spark.kerberos.keytab or a Secret that is mounted
            spark.properties | put the reference into the Spark conf, as spark.hadoop.<name> for a property of Hadoop or Hive, or into an env variable
            """)
    void aReferenceInAConfigMapOfFilesIsRefusedWhateverTheFile(String name, String advice) {
        assertThat(ConfFiles.problemsOfFiles(Map.of(
                        name, "<value>${secrets.DB_PASS:-hunter2}</value>", "ssl.xml", "$${secrets.A} ${env.B}")))
                .containsExactly(new Problem(
                        "file " + name,
                        "holds ${secrets.DB_PASS}, but nobody resolves references in this file; " + advice));
        assertThat(ConfFiles.problemsOfFiles(Map.of(name, "${secrets.DB PASS}")))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.what()).contains("malformed reference", "in any case", advice));
    }

    @Test
    void aMalformedReferenceInAnotherFileIsNoTextEither() {
        assertThat(ConfFiles.problems(Map.of("hive-site.xml", "${secrets.DB PASS}")))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.what()).contains("malformed reference", "spark.hadoop.<name>"));
    }

    @Test
    void filesWithoutReferencesAndSparkPropertiesItselfAreNotItsMatter() {
        assertThat(ConfFiles.problems(Map.of(
                        "spark.properties", "spark.a=${secrets.DB_PASS}",
                        "log4j2.properties", "a=${sys:x} ${env:Y} $${secrets.ESCAPED} ${secret:K}",
                        "spark.kubernetes.namespace", "spark")))
                .isEmpty();
    }

    @Test
    void everyFileGetsAProblemOfItsOwnInTheOrderOfTheNames() {
        assertThat(
                        ConfFiles.problems(Map.of(
                                        "b.xml", "${secrets.B}", "a.xml", "${secrets.A}", "c.xml", "${secrets.C}"))
                                .stream()
                                .map(Problem::where)
                                .collect(Collectors.joining(", ")))
                .isEqualTo("file a.xml, file b.xml, file c.xml");
    }
}
