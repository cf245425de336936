package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import com.mongodb.ConnectionString;
import com.mysql.cj.conf.ConnectionUrl;
import com.mysql.cj.conf.HostInfo;
import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverPropertyInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Asks the programs that read URLs what value they find there: with {@code |url} it is whole where that is advised, and where it
 * is not whole as it is, there is a warning.
 */
class RealUrlReadersTest {

    private static final String EVERY_CHARACTER = everyCharacter();

    interface Reader {
        @Nullable
        String read(String url) throws Exception;
    }

    /** @param url in which VALUE stands for the value */
    record Example(String url, boolean readsAscii, Reader reader) {

        @Nullable
        String read(String value) {
            try {
                return reader.read(url.replace("VALUE", value));
            } catch (Exception e) {
                return null;
            }
        }

        List<Problem> warnings(String reference, String value) throws MalformedReferenceException {
            Template template = Template.parse(url.replace("VALUE", reference));
            return StructuredText.of(template).warnings("env URL", found -> SecretValue.of(value));
        }

        @Override
        public String toString() {
            return url;
        }
    }

    static Stream<Example> decoding() {
        return Stream.of(
                example("jdbc:postgresql://db/etl?user=a&password=VALUE&sslmode=require", RealUrlReadersTest::postgres),
                example("jdbc:postgresql:etl?password=VALUE", RealUrlReadersTest::postgres),
                example(
                        "jdbc:mysql://db/etl?user=a&password=VALUE",
                        url -> mysql(url).getPassword()),
                example(
                        "jdbc:mysql:loadbalance://h1,h2/etl?password=VALUE",
                        url -> mysql(url).getPassword()),
                example("jdbc:mysql://u:VALUE@db/etl", url -> mysql(url).getPassword()),
                example("jdbc:mysql://VALUE:p@db/etl", url -> mysql(url).getUser()),
                example(
                        "jdbc:mysql://address=(host=h)(password=VALUE)(user=a)/db",
                        url -> mysql(url).getPassword()),
                example(
                        "jdbc:mysql://(host=h,user=a,password=VALUE)/db",
                        url -> mysql(url).getPassword()),
                example(
                        "mongodb://u:VALUE@h1,h2/db",
                        url -> new String(Objects.requireNonNull(new ConnectionString(url).getPassword()))),
                example("mongodb://VALUE:p@h1,h2/db", url -> new ConnectionString(url).getUsername()),
                example("mongodb://h1/db?appName=VALUE", url -> new ConnectionString(url).getApplicationName()),
                example("redis://u:VALUE@h:6379/0", url -> JedisURIHelper.getPassword(new URI(url))),
                example("rediss://:VALUE@h:6379/0", url -> JedisURIHelper.getPassword(new URI(url))),
                new Example("amqp://u:VALUE@h/v", true, url -> rabbit(url).getPassword()),
                new Example("amqps://VALUE:p@h/v", true, url -> rabbit(url).getUsername()),
                example("https://u:VALUE@h/", url -> new URI(url).getUserInfo().substring("u:".length())),
                example("https://h/a?x=y&token=VALUE", RealUrlReadersTest::formParameter));
    }

    static Stream<Example> notDecoding() {
        return Stream.of(
                example("jdbc:mariadb://db/etl?user=a&password=VALUE&connectTimeout=3", RealUrlReadersTest::mariadb),
                example("jdbc:mysql://db/etl?permitMysqlScheme&password=VALUE", RealUrlReadersTest::mariadb),
                example("jdbc:sqlserver://h;password=p;user=VALUE;encrypt=true", RealUrlReadersTest::sqlServer),
                example("jdbc:sqlserver://h;password=p;user=VALUE", RealUrlReadersTest::sqlServer),
                example("jdbc:sqlserver://h;password=p;user={VALUE};encrypt=true", RealUrlReadersTest::sqlServer));
    }

    static Stream<Example> all() {
        return Stream.concat(decoding(), notDecoding());
    }

    @ParameterizedTest
    @MethodSource("decoding")
    void aPercentEncodedValueArrivesWhole(Example example) throws Exception {
        for (String value : values(example)) {
            String encoded = Encoding.URL.encode(SecretValue.of(value)).reveal();

            assertThat(example.read(encoded)).as(value).isEqualTo(value);
            assertThat(example.warnings("${secrets.PW|url}", encoded)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("notDecoding")
    void whereThePercentEncodingWouldStayAWarningSaysSo(Example example) throws Exception {
        for (String value : List.of("s3&k%ey+1", "100%", "a+b", "p\"a", "a\\b")) {
            String encoded = Encoding.URL.encode(SecretValue.of(value)).reveal();

            assertThat(example.read(encoded)).as(value).isEqualTo(encoded);
            assertThat(example.warnings("${secrets.PW|url}", encoded)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRawValueArrivesWholeOrIsWarnedOf(Example example) throws Exception {
        for (String value : values(example)) {
            if (!value.equals(example.read(value))) {
                assertThat(example.warnings("${secrets.PW}", value)).as(value).hasSize(1);
            }
        }
        assertThat(example.read("aZ09-._~")).isEqualTo("aZ09-._~");
        assertThat(example.warnings("${secrets.PW}", "aZ09-._~")).isEmpty();
    }

    private static List<String> values(Example example) {
        Stream<String> single = EVERY_CHARACTER
                .codePoints()
                .filter(c -> c < 0x80 || !example.readsAscii())
                .mapToObj(Character::toString)
                .flatMap(c ->
                        Stream.of("a" + c + "b", c + "ab", "ab" + c, c + c + "x", "a" + c + "20b", "a" + c + "b=c"));
        Stream<String> whole =
                Stream.of("s3&k%ey+1", "100%", "a+b", "p\"a", "a\\b", example.readsAscii() ? "%00" : EVERY_CHARACTER);
        return Stream.concat(single, whole).toList();
    }

    private static Example example(String url, Reader reader) {
        return new Example(url, false, reader);
    }

    private static @Nullable String postgres(String url) {
        Properties properties = org.postgresql.Driver.parseURL(url, new Properties());
        return properties == null ? null : properties.getProperty("password");
    }

    private static HostInfo mysql(String url) {
        return ConnectionUrl.getConnectionUrlInstance(url, new Properties()).getMainHost();
    }

    private static @Nullable String mariadb(String url) throws Exception {
        return org.mariadb.jdbc.Configuration.parse(url).password();
    }

    private static ConnectionFactory rabbit(String url) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        return factory;
    }

    /** The user, because the driver does not say the password; it reads both alike. */
    private static @Nullable String sqlServer(String url) throws Exception {
        DriverPropertyInfo[] found = new SQLServerDriver().getPropertyInfo(url, new Properties());
        return Arrays.stream(found)
                .filter(property -> property.name.equals("user"))
                .map(property -> property.value)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String formParameter(String url) throws Exception {
        for (String parameter : new URI(url).getRawQuery().split("&", -1)) {
            if (parameter.startsWith("token=")) {
                return URLDecoder.decode(parameter.substring("token=".length()), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static String everyCharacter() {
        StringBuilder text = new StringBuilder();
        for (char c = ' '; c < 0x7F; c++) {
            text.append(c);
        }
        return text.append("ä€😀").toString();
    }
}
