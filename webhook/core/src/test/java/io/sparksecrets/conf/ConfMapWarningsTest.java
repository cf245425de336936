package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.Encoding;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfMapWarningsTest {

    private static final String URL = "jdbc\\:postgresql\\://db/etl?user=a&password=${secrets.PW}&sslmode=require";
    private static final String WARNING =
            ": |url is missing: write ${secrets.PW|url}; the value has a character with a meaning in URLs";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRawValueInStructuredTextIsWarnedOf(boolean javaArgumentFiles) {
        ConfMapTemplate conf = parse("""
                spark.sql.catalog.x.url=%1$s
                spark.driver.extraJavaOptions=-Da=b "-Durl=%1$s"
                spark.kafka.sasl.jaas.config=x.PlainLoginModule required username="a" password="${secrets.PW}";
                spark.executorEnv.DB_URL=%1$s
                spark.a=${secrets.PW}
                """.formatted(URL), javaArgumentFiles);

        assertThat(conf.problems()).isEmpty();
        assertThat(conf.warnings()).isEmpty();
        RenderedConf rendered = conf.render(ConfMapWarningsTest::value);
        assertThat(texts(rendered.warnings()))
                .containsExactly(
                        "spark.sql.catalog.x.url" + WARNING,
                        "spark.kafka.sasl.jaas.config: |json is missing: write ${secrets.PW|json}; the value has a"
                                + " character with a meaning in JAAS texts",
                        "spark.driver.extraJavaOptions" + WARNING);
        assertThat(texts(conf.warningsForExecutors(ConfMapWarningsTest::value)))
                .containsExactly("spark.executorEnv.DB_URL" + WARNING);
    }

    @Test
    void anEncodedValueIsDeliveredAsItIsAndNotWarnedOf() {
        ConfMapTemplate conf = parse("""
                spark.sql.catalog.x.url=%s
                spark.executorEnv.DB_URL=%1$s
                """.formatted(URL.replace("PW}", "PW|url}")), true);
        RenderedConf rendered = conf.render(ConfMapWarningsTest::value);

        assertThat(rendered.warnings()).isEmpty();
        assertThat(conf.warningsForExecutors(ConfMapWarningsTest::value)).isEmpty();
        String properties = rendered.files()
                .getOrDefault("spark.properties", SecretValue.of(""))
                .reveal();
        assertThat(properties)
                .contains("password\\=s3%26k%25ey%2B1%22&sslmode")
                .as("what the executors' admission reads")
                .contains("sparksecrets.io/executor-env-0=DB_URL\\=")
                .contains("${secrets.PW|url}");
    }

    @Test
    void aNearMissIsWarnedOfUnderEveryKey() {
        ConfMapTemplate conf = parse("""
                spark.a=${secret.A}
                spark.executorEnv.B={{secrets/scope/B}}
                spark.app.name=${{ secrets.C }}
                spark.b=${spark.secret.x} ${env:SECRET}
                """, true);

        assertThat(conf.problems()).isEmpty();
        assertThat(texts(conf.warnings()))
                .containsExactly(
                        "spark.a: \"${secret.…\" is no reference and stays text; write ${secrets.A}",
                        "spark.executorEnv.B: \"{{secrets/…\" is no reference and stays text; write ${secrets.scope/B}",
                        "spark.app.name: \"${{ secrets.…\" is no reference and stays text; write ${secrets.C}");
    }

    private static ConfMapTemplate parse(String properties, boolean javaArgumentFiles) {
        return ConfMapTemplate.parse(properties, new ConfContext(javaArgumentFiles, false, "/opt/spark/conf"));
    }

    private static SecretValue value(Reference reference) {
        SecretValue value = SecretValue.of("s3&k%ey+1\"");
        Encoding encoding = reference.encoding();
        return encoding == null ? value : encoding.encode(value);
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
