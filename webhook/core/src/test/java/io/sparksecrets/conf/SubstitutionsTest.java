package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spark's own replacement of <code>${name}</code> must not carry a value into an API object. */
class SubstitutionsTest {

    private static final ConfContext CONTEXT = new ConfContext(true, false, "/opt/spark/conf");

    private static final Map<String, String> SECRETS = Map.of(
            "spark.my.password", "${secrets.DB_PASS}",
            "spark.my.url", "jdbc:x?password=${spark.my.password}",
            "spark.kubernetes.driverEnv.DB_PASS", "${secrets.DB_PASS}",
            "spark.driver.extraJavaOptions",
                    "-Dmy.password=${secrets.DB_PASS} -Dspark.set.so=${secrets.DB_PASS} -Dplain=1",
            "spark.plain", "plain");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${spark.my.password}",
                "x-${spark.my.url}",
                "${system:spark.my.password}",
                "${system:my.password}",
                "${spark.set.so}",
                "${env:DB_PASS}"
            })
    void aCopiedKeyThatNamesAResolvedOneIsRefused(String name) {
        for (String key : new String[] {
            "spark.executor.extraJavaOptions",
            "spark.kubernetes.container.image",
            "spark.executor.extraClassPath",
            "spark.driver.host"
        }) {
            assertThat(parse(key, "-Da=" + name).problems())
                    .map(Problem::where)
                    .as(key)
                    .containsExactly(key);
        }
    }

    @Test
    void theProblemNamesWhatSparkWouldReplace() {
        assertThat(parse("spark.executor.extraJavaOptions", "-Da=${spark.plain} -Db=${spark.my.url}")
                        .problems())
                .containsExactly(new Problem(
                        "spark.executor.extraJavaOptions",
                        "Spark replaces ${spark.my.url} in it by a secret value and copies the result into API objects, where"
                                + " everybody sees it; write a reference to the secret itself"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${spark.plain}",
                "${system:plain}",
                "${env:HOME}",
                "${spark.unknown}",
                "{spark.my.password}",
                "${}"
            })
    void otherNamesAreFine(String name) {
        assertThat(parse("spark.executor.extraJavaOptions", "-Da=" + name).problems())
                .isEmpty();
    }

    /** Such as one that an operator or a pod template adds. */
    @Test
    void aVariableOfThePodThatHasAValueIsSecretToo() {
        ConfContext pod = new ConfContext(true, false, "/c", Set.of("POD_PASSWORD"), "");
        String conf = "spark.executor.extraJavaOptions=-Da=${env:POD_PASSWORD}\n";
        assertThat(ConfMapTemplate.parse(conf, pod).problems())
                .map(Problem::where)
                .containsExactly("spark.executor.extraJavaOptions");
        assertThat(ConfMapTemplate.parse(conf, CONTEXT).problems()).isEmpty();
    }

    @Test
    void aKeyThatSparkLogsMayNotNameAResolvedOneEither() {
        assertThat(parse("spark.eventLog.dir", "s3a://${spark.my.password}/").problems())
                .containsExactly(new Problem(
                        "spark.eventLog.dir",
                        "Spark replaces ${spark.my.password} in it by a secret value, but spark.eventLog.dir is an address or a"
                                + " path that Spark logs; keep credentials out of paths and addresses, as in"
                                + " spark.hadoop.fs.s3a.secret.key for a file on s3a://"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.kubernetes.executor.annotation.sparksecrets.io/executor-env-9",
                "spark.kubernetes.driver.annotation.note",
                "not.of.spark",
                "spark.executorEnv.X",
                "spark.kubernetes.driverEnv.X",
                "spark.sql.other",
            })
    void aKeyThatIsNotCopiedAfterReplacementMayNameAnother(String key) {
        assertThat(parse(key, "${spark.my.password}").problems()).isEmpty();
    }

    /** The reason for all of this, shown by Spark itself. */
    @Test
    void sparkReplacesNamesInExecutorOptionsByValuesAndLeavesReferencesAlone() {
        assertThat(
                        RealSpark.executorJavaOptions(
                                Map.of(
                                        "spark.my.password", "hunter2",
                                        "spark.my.url", "jdbc:x?password=${spark.my.password}",
                                        "spark.executor.extraJavaOptions",
                                                "-Da=${spark.my.url} -Db=${secrets.DB_PASS} -Dc=${secrets:vault:a/b#c@1:-d} -De=$${secrets.E}")))
                .containsExactly(
                        "-Da=jdbc:x?password=hunter2",
                        "-Db=${secrets.DB_PASS}",
                        "-Dc=${secrets:vault:a/b#c@1:-d}",
                        "-De=$${secrets.E}");
    }

    private static ConfMapTemplate parse(String key, String value) {
        Map<String, String> entries = new LinkedHashMap<>(SECRETS);
        entries.put(key, value);
        return ConfMapTemplate.parse(SparkProperties.of(entries).write(), CONTEXT);
    }
}
