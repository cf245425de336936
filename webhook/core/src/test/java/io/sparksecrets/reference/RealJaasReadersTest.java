package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.login.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks Kafka's client and the JDK what value they find in a JAAS text. */
class RealJaasReadersTest {

    private static final String TEXT =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"VALUE\" x=\"y\";";

    @Test
    void anEscapedValueArrivesWholeAtKafkaAndAtTheJdk(@TempDir Path directory) throws Exception {
        for (String value : values()) {
            String encoded = Encoding.JSON.encode(SecretValue.of(value)).reveal();

            assertThat(kafka(encoded)).as(value).isEqualTo(value);
            assertThat(jdk(encoded, directory)).as(value).isEqualTo(value);
            assertThat(warnings("${secrets.PW|json}", encoded)).isEmpty();
        }
    }

    @Test
    void aRawValueArrivesWholeOrIsWarnedOf() throws Exception {
        for (String value : values()) {
            if (!value.equals(kafka(value))) {
                assertThat(warnings("${secrets.PW}", value)).as(value).hasSize(1);
            }
        }
        assertThat(warnings("${secrets.PW}", "s3&k%ey+1")).isEmpty();
    }

    @Test
    void aControlCharacterThatJsonEscapesAsAnotherOneArrivesAsThatAndIsWarnedOf() throws Exception {
        String encoded = Encoding.JSON.encode(SecretValue.of("a\u0001b")).reveal();

        assertThat(kafka(encoded)).isNotEqualTo("a\u0001b");
        assertThat(warnings("${secrets.PW|json}", encoded)).hasSize(1);
    }

    private static List<String> values() {
        StringBuilder printable = new StringBuilder();
        for (char c = ' '; c < 0x7F; c++) {
            printable.append(c);
        }
        return List.of(
                "p\"a", "a\\b", "a\\", "\"", "a\\u0041b", "\\101", "a\nb\r\tc\b\f", "ä€😀", printable.toString());
    }

    private static List<Problem> warnings(String reference, String value) throws Exception {
        return StructuredText.of(Template.parse(TEXT.replace("VALUE", reference)))
                .warnings("env JAAS", found -> SecretValue.of(value));
    }

    private static @Nullable Object kafka(String value) {
        try {
            Map<String, Object> settings =
                    Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(TEXT.replace("VALUE", value)));
            List<AppConfigurationEntry> entries =
                    JaasContext.loadClientContext(settings).configurationEntries();
            return entries.getFirst().getOptions().get("password");
        } catch (IllegalArgumentException | SecurityException e) {
            return null;
        }
    }

    private static @Nullable Object jdk(String value, Path directory) throws Exception {
        Path file =
                Files.writeString(directory.resolve("jaas.conf"), "Client { " + TEXT.replace("VALUE", value) + " };");
        AppConfigurationEntry[] entries = new ConfigFile(file.toUri()).getAppConfigurationEntry("Client");
        return entries[0].getOptions().get("password");
    }
}
