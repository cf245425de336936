package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionRegexTest {

    private static final String HIDDEN = "*********(redacted)";

    @Test
    void theDefaultIsSparksOwn() {
        assertThat(RedactionRegex.DEFAULT).isEqualTo(RealSpark.defaultRedaction());
    }

    @Test
    void sparkHidesTheResolvedKeysAndWhatItHidBefore() {
        String regex = RedactionRegex.extended(Optional.empty(), List.of("spark.sql.catalog.lake.credential"));
        assertThat(shown(regex, "spark.sql.catalog.lake.credential", "v")).isEqualTo(HIDDEN);
        assertThat(shown(regex, "spark.my.PASSWORD", "v")).isEqualTo(HIDDEN);
        assertThat(shown(regex, "spark.sql.catalog.lake.uri", "v")).isEqualTo("v");
        assertThat(shown(regex, "sparkXsql.catalog.lake.credential", "v"))
                .as("a dot is a dot")
                .isEqualTo("v");
    }

    @Test
    void keysOfHadoopAndOfMetricsAreHiddenUnderTheNamesThatTheUiShows() {
        String regex = RedactionRegex.extended(
                Optional.empty(), List.of("spark.hadoop.fs.azure.key", "spark.metrics.conf.*.sink.influx.pw"));
        assertThat(shown(regex, "fs.azure.key", "v")).isEqualTo(HIDDEN);
        assertThat(shown(regex, "spark.hadoop.fs.azure.key", "v")).isEqualTo(HIDDEN);
        assertThat(shown(regex, "*.sink.influx.pw", "v")).isEqualTo(HIDDEN);
    }

    /** Spark's own classes do the copying. */
    @ParameterizedTest
    @ValueSource(strings = {"spark.hadoop.fs.azure.key", "spark.hive.metastore.x", "spark.hadoop.hive.metastore.x"})
    void whatSparkCopiesToHadoopIsHiddenUnderEveryNameThatItHasThere(String key) {
        String regex = RedactionRegex.extended(Optional.of("nothing"), List.of(key));
        Map<String, String> shown = RealSpark.hadoopProperties(Map.of(key, "hunter2"));
        assertThat(shown).containsValue("hunter2").doesNotContainKey(key);
        assertThat(RealSpark.redact(Map.of(RedactionRegex.KEY, regex), shown)).doesNotContainValue("hunter2");
        assertThat(shown(regex, key, "hunter2")).isEqualTo(HIDDEN);
    }

    @Test
    void whatSparkCopiesToHadoopFromTheEnvironmentIsHiddenToo() {
        Map<String, String> shown = RealSpark.hadoopPropertiesOfS3("hunter2");
        assertThat(shown).hasSize(8).containsEntry("fs.s3a.access.key", "hunter2");
        List<String> names = RedactionRegex.copiesOf(
                List.of("AWS_SECRET_ACCESS_KEY", "HOME", "AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"));
        assertThat(names).containsExactlyInAnyOrderElementsOf(shown.keySet());
        assertThat(RealSpark.redact(
                        Map.of(RedactionRegex.KEY, RedactionRegex.extended(Optional.of("nothing"), names)), shown))
                .doesNotContainValue("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mine",
                "  mine  ",
                "(?i)MINE",
                "(?x) mine # a comment that would swallow a bracket",
                "\\Qmine",
                "other|mine",
                "(m)(i)n(e)(?:\\1)?",
            })
    void theUsersOwnExpressionIsKept(String own) {
        String regex = RedactionRegex.extended(Optional.of(own), List.of("spark.my.Key"));
        assertThat(shown(regex, "spark.mine", "v")).isEqualTo(HIDDEN);
        assertThat(shown(regex, "spark.my.Key", "v")).isEqualTo(HIDDEN);
        assertThat(shown(regex, "spark.my.key", "v"))
                .as("its flags are not ours")
                .isEqualTo("v");
        assertThat(shown(regex, "spark.secretive", "v"))
                .as("the default is replaced")
                .isEqualTo("v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.a\\Eb",
                "spark.a\\Qb",
                "spark.${user.home}",
                "spark.${env:HOME}.x",
                "spark.$${x}",
                "spark.[(*+?",
                "spark.ü",
                "spark.hadoop.",
                "spark.hive.",
            })
    void everyCharacterOfAKeyStandsForItself(String key) {
        String regex = RedactionRegex.extended(Optional.of("nothing"), List.of(key));
        assertThat(shown(regex, key, "v")).isEqualTo(HIDDEN);
        assertThat(shown(regex, "spark.", "v")).isEqualTo("v");
    }

    private static String shown(String regex, String key, String value) {
        return RealSpark.redact(Map.of(RedactionRegex.KEY, regex), Map.of(key, value))
                .getOrDefault(key, "missing");
    }
}
