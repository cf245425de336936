package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredTextTest {

    private static final String HARMLESS = "aZ09-._~";

    // URLs

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/etl?password=${secrets.PW}",
                "jdbc:postgresql://db/etl?user=a&password=${secrets.PW}&sslmode=require",
                "jdbc:postgresql://db/etl?sslcert=file:///x&password=${secrets.PW}",
                "jdbc:postgresql:etl?sslcert=file:///x&password=${secrets.PW}",
                "jdbc:postgresql:etl?password=${secrets.PW}",
                "postgresql://u:${secrets.PW}@db/etl",
                "postgresql+psycopg2://u:${secrets.PW}@db/etl",
                "POSTGRES://u:${secrets.PW}@db/etl",
                "jdbc:mysql://db/etl?password=${secrets.PW}",
                "jdbc:mysql:loadbalance://a,b/etl?password=${secrets.PW}",
                "jdbc:mysql://address=(host=h)(user=a)(password=${secrets.PW})/db",
                "mysql+pymysql://u:${secrets.PW}@db/etl",
                "mariadb://u:${secrets.PW}@db/etl",
                "mongodb://u:${secrets.PW}@a,b/etl",
                "mongodb+srv://u:${secrets.PW}@a/etl",
                "redis://:${secrets.PW}@h:6379/0",
                "rediss://u:${secrets.PW}@${secrets.HOST}:6379",
                "amqp://${secrets.USER}:${secrets.PW}@h/v",
                "https://u:${secrets.PW}@h",
                "https://h/a?token=${secrets.PW}#x",
                "https://h/a#token=${secrets.PW}",
                "https://a/?x=1,https://u:${secrets.PW}@b/",
                "curl 'https://u:${secrets.PW}@h/' -d x",
                "--url=https://h/?token=${secrets.PW}",
                "-Ddb.url=jdbc:postgresql://db/etl?password=${secrets.PW}",
                "{\"url\": \"https://h/?token=${secrets.PW}\"}"
            })
    void aRawValueInAUrlIsToBePercentEncoded(String text) {
        for (String value : new String[] {"s3&k%ey+1", "100%", "a+b", "p\"a", "a\\b", "a#b", "a b", "a\nb"}) {
            assertThat(warnings(text, value))
                    .as(value)
                    .containsExactly(
                            "env URL: |url is missing: write ${secrets.PW|url}; the value has a character with a"
                                    + " meaning in URLs");
        }
        assertThat(warnings(text, HARMLESS)).isEmpty();
        String encoded = text.replace("PW}", "PW|url}");
        assertThat(warnings(encoded, "s3&k%ey+1@/\"\\")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiterString = " -> ", textBlock = """
                    https://u:VALUE@h            -> :/?#[]@%+,\\"<>^`{|}ä -> !$&'()*;=
                    https://VALUE:p@h            -> :/?#[]@%+,\\"<>^`{|}ä -> !$&'()*;=
                    https://x-VALUE@h            -> :/?#[]@%+,\\"<>^`{|}ä -> !$&'()*;=
                    https://VALUE@h              -> /?#[]@%+,\\"<>^`{|}ä  -> :!$&'()*;=
                    https://h/VALUE/x            -> ?#[]%+\\"<>^`{|}ä     -> /:@!$&'()*,;=
                    https://h/?a=VALUE           -> &#%+;[]\\"<>^`{|}ä    -> /?:@!$'()*,=
                    amqp://u:VALUE@h             -> :/?#[]@%+,\\"<>^`{|}  -> !$&'()*;=ä
                    https://VALUE/x              -> ``                    -> /?#[]@%+:&ä"
                    https://u@VALUE:80           -> ``                    -> /?#[]@%+:&ä"
                    https://h:VALUE              -> ``                    -> /?#[]@%+:&ä"
                    https://h/?VALUE             -> ``                    -> /?#[]@%+:&ä"
                    https://h/?a=b&VALUE         -> ``                    -> /?#[]@%+:&ä"
                    jdbc:mariadb://h/d?p=VALUE   -> &                     -> /?#[]@%+:;=ä"
                    jdbc:mysql://h/d?permitMysqlScheme&p=VALUE -> &       -> /?#[]@%+:;=ä"
                    jdbc:sqlserver://h;p=VALUE   -> ` ;{`                 -> /?#[]@%+:&=}ä"
                    jdbc:sqlserver://h;p={VALUE};e=true -> }              -> /?#[]@%+:&={ ;ä"
                    jdbc:oracle:thin:u/VALUE@//h:1521/s -> :/?#[]@%+ä"    -> ~
                    jdbc:db2://h:50000/d:user=VALUE;    -> :/?#[]@%+;ä"   -> ~
                    jdbc:hive2://h:10000/d;password=VALUE -> :/?#[]@%+;ä" -> ~
                    s3a://k:VALUE@b/p            -> :/?#[]@%+ä"           -> ~
                    s3a://b/VALUE                -> ``                    -> /?#[]@%+:&ä"
                    """)
    void whichCharacterHasAMeaningDependsOnThePlaceAndTheReader(String text, String meaningful, String harmless) {
        String template = text.replace("VALUE", "${secrets.PW}");
        meaningful
                .codePoints()
                .forEach(c -> assertThat(warnings(template, "a" + Character.toString(c) + "b"))
                        .as(Character.toString(c))
                        .hasSize(1));
        harmless.codePoints()
                .forEach(c -> assertThat(warnings(template, "a" + Character.toString(c) + "b"))
                        .as(Character.toString(c))
                        .isEmpty());
    }

    @Test
    void userInformationThatMayBeAUserWithAPasswordTakesTwoReferences() {
        assertThat(warnings("http://${secrets.PROXY}@proxy:3128", "u:p@ss"))
                .containsExactly("env URL: |url is missing: write ${secrets.PROXY|url} (for user:password use two"
                        + " references); the value has a character with a meaning in URLs");
        assertThat(warnings("http://${secrets.PROXY}@proxy:3128", "user:password"))
                .isEmpty();
    }

    @Test
    void whatNoEncodingProtectsIsToBeGivenElsewhere() {
        assertThat(warnings("jdbc:sqlserver://h;user=a;password=${secrets.PW};encrypt=true", "a;b"))
                .containsExactly(
                        "env URL: give ${secrets.PW} as an option of its own, outside the URL; the value has a character with a meaning in jdbc:sqlserver URLs, which |url does not protect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb://h/d?password=${secrets.PW|url}",
                "jdbc:sqlserver://h;password=${secrets.PW|url}",
                "jdbc:oracle:thin:u/${secrets.PW|url}@//h/s"
            })
    void percentEncodingIsWarnedOfWhereTheDriverDoesNotDecodeIt(String text) {
        assertThat(warnings(text, "a&b"))
                .singleElement()
                .asString()
                .startsWith("env URL: |url is not decoded in jdbc:")
                .endsWith(" URLs: give ${secrets.PW} as an option of its own, outside the URL");
        assertThat(warnings(text, HARMLESS)).isEmpty();
        assertThat(warnings(text.replace("jdbc:", "x:jdbc:"), "a&b")).hasSize(1);
    }

    @Test
    void anotherEncodingThanTheRightOneIsWarnedOfWhereItLeavesAMeaning() {
        assertThat(warnings("https://h/?t=${secrets.PW|json}", "a&b"))
                .singleElement()
                .asString()
                .contains("${secrets.PW|url}");
        assertThat(warnings("https://h/?t=${secrets.PW|base64}", "~~>"))
                .singleElement()
                .asString()
                .contains("give ${secrets.PW|base64} as an option of its own");
        assertThat(warnings("https://h/?t=${secrets.PW|base64}", "abc")).isEmpty();
        assertThat(warnings("{\"p\": \"${secrets.PW|base64}\"}", "\"")).isEmpty();
        assertThat(warnings("{\"p\": \"${secrets.PW|url}\"}", "\"")).isEmpty();
    }

    // JSON

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"conn_type\":\"postgres\",\"password\":\"${secrets.PW}\"}",
                "{ \"a\" : \"Bearer ${secrets.PW}\" }",
                "[\"x\", \"${secrets.PW}\"]",
                "{\"${secrets.PW}\": 1}",
                "{\"a\": \"say \\\"x\\\" ${secrets.PW}\"}",
                "spark.x={\"p\":\"${secrets.PW}\"}",
                "curl -d '{\"p\":\"${secrets.PW}\"}' h",
                "curl -d \"{\\\"p\\\":\\\"${secrets.PW}\\\"}\" h",
                "{\"url\": \"https://${secrets.PW}/\"}"
            })
    void aRawValueInAJsonStringIsToBeEscaped(String text) {
        for (String value : new String[] {"p\"a", "a\\b", "a\nb", "a\u0001b"}) {
            assertThat(warnings(text, value))
                    .as(value)
                    .containsExactly(
                            "env URL: |json is missing: write ${secrets.PW|json}; the value has a character with a"
                                    + " meaning in JSON");
        }
        assertThat(warnings(text, "s3&k%ey+1 'ä€😀'")).isEmpty();
        assertThat(warnings(text.replace("PW}", "PW|json}"), "p\"a\\\u0001")).isEmpty();
    }

    // JAAS

    private static final String JAAS =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"${secrets.PW}\";";

    @Test
    void aRawValueInAJaasTextIsToBeEscaped() {
        for (String text : new String[] {
            JAAS, "x.jaas.config=" + JAAS, JAAS.replace("\"", "\\\""), JAAS.replace("required", "OPTIONAL")
        }) {
            for (String value : new String[] {"p\"a", "a\\b", "a\nb"}) {
                assertThat(warnings(text, value))
                        .as(text + value)
                        .containsExactly(
                                "env URL: |json is missing: write ${secrets.PW|json}; the value has a character with"
                                        + " a meaning in JAAS texts");
            }
            assertThat(warnings(text, "s3&k%ey+1 ';={}ä")).isEmpty();
            assertThat(warnings(text.replace("PW}", "PW|json}"), "p\"a\\")).isEmpty();
        }
    }

    @Test
    void aCharacterThatNoJaasTextHoldsIsToldOf() {
        assertThat(warnings(JAAS.replace("PW}", "PW|json}"), "a\u0001"))
                .containsExactly(
                        "env URL: ${secrets.PW|json} has a character that a JAAS text cannot hold; use another value");
        assertThat(warnings(JAAS.replace("PW}", "PW|json}"), "a\\u0001")).isEmpty();
    }

    @Test
    void aJaasOptionWithoutDoubleQuotesNeedsThem() {
        for (String quote : new String[] {"", "'"}) {
            String text = JAAS.replace("\"${secrets.PW}\"", quote + "${secrets.PW}" + quote);
            assertThat(warnings(text, "a'b"))
                    .containsExactly(
                            "env URL: |json and double quotes are missing: write \"${secrets.PW|json}\"; the value"
                                    + " has a character with a meaning in JAAS texts");
            assertThat(warnings(text, HARMLESS)).isEmpty();
        }
    }

    // Neither

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${secrets.PW}",
                "Bearer ${secrets.PW}",
                "user:${secrets.PW}",
                "name=${secrets.PW}",
                "key=\"${secrets.PW}\"",
                "${secrets.A}${secrets.PW}",
                "echo \"${secrets.PW}\"",
                "see https://h/ then ${secrets.PW}",
                "\"https://h/\" ${secrets.PW}",
                "{\"a\": 1} ${secrets.PW}",
                "a, \"${secrets.PW}\"",
                "${secrets.PW}://h"
            })
    void whatStandsInNoSuchTextIsNotWarnedOf(String text) {
        assertThat(warnings(text, "s3&k%ey+1@/:\"\\'\n;{}")).isEmpty();
    }

    @Test
    void aDefaultWasWrittenForItsPlace() {
        assertThat(warnings("https://h/?a=${secrets.PW:-a+b}", "a+b")).isEmpty();
        assertThat(warnings("https://h/?a=${secrets.PW:-a+b}", "c+d")).hasSize(1);
    }

    @Test
    void eachReferenceIsToldOnceForAPlaceAndWithoutItsDefault() {
        assertThat(warnings("https://h/?a=${secrets.A}&b=${secrets.A}&c=${secrets.B#f@3:-hunter2}", "a+b"))
                .hasSize(2)
                .last()
                .asString()
                .contains("${secrets.B#f@3|url}")
                .doesNotContain("hunter2");
    }

    @Test
    void theMessageIsTheSameForEveryCharacterAndFitsIntoAWarning() {
        assertThat(warnings("https://h/?a=${secrets.PW}", "a+b"))
                .isEqualTo(warnings("https://h/?a=${secrets.PW}", "%%%"));
        String place = "container spark-kubernetes-executor, env " + "N".repeat(40);
        for (String text : new String[] {
            "https://h/?a=", "http://", "jdbc:sqlserver://h;password=", "[\"", JAAS.replace("${secrets.PW}\";", "")
        }) {
            Template template = parse(text + "${secrets.team/db/PASSWORD}@\"");
            assertThat(StructuredText.of(template).warnings(place, reference -> SecretValue.of("\"%;")))
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.toString()).hasSizeLessThanOrEqualTo(256));
        }
    }

    @Test
    void aLongTextTakesNoLongTime() {
        for (String piece : new String[] {
            "https://h/?a=${secrets.PW}&,\"{[:", "${secrets.PW}", "https://${secrets.PW}:", "=required x='${secrets.PW}"
        }) {
            String text = piece.repeat(20_000);

            assertThat(assertTimeoutPreemptively(Duration.ofMinutes(1), () -> warnings(text, "!'a")))
                    .as(piece)
                    .hasSizeLessThan(2);
        }
    }

    private static List<String> warnings(String text, String value) {
        return StructuredText.of(parse(text))
                .warnings("env URL", reference -> {
                    Encoding encoding = reference.encoding();
                    SecretValue raw = SecretValue.of(
                            reference.path().equals("USER") || reference.path().equals("HOST") ? "x" : value);
                    return encoding == null ? raw : encoding.encode(raw);
                })
                .stream()
                .map(Problem::toString)
                .toList();
    }

    private static Template parse(String text) {
        try {
            return Template.parse(text);
        } catch (MalformedReferenceException e) {
            throw new AssertionError(e);
        }
    }
}
