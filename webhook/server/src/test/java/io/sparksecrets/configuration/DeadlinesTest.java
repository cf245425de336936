package io.sparksecrets.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.store.Deadlines;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.vault.VaultSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That deadlines nest, by default and in what the documents say. */
class DeadlinesTest {

    private static final Duration API_SERVER = Duration.ofSeconds(5);

    private final Map<String, String> environment = Map.of(
            "HOME", "/home/ann",
            "SPARK_SECRETS_SECRET_STORE_TYPE", "vault",
            "SPARK_SECRETS_SECRET_STORE_VAULT_SETTINGS_ENDPOINT", "https://vault.example.org",
            "SPARK_SECRETS_SECRET_STORE_VAULT_SETTINGS_PATH", "/v1/secret/data/team",
            "SPARK_SECRETS_SECRET_STORE_VAULT_SETTINGS_TOKEN_FILE", "/run/token");

    @Test
    void eachEndsBeforeTheOneAroundIt() {
        assertThat(Deadlines.STORE).isLessThan(Deadlines.REVIEW);
        assertThat(Deadlines.REVIEW).isLessThan(Deadlines.ofSharedRead(Deadlines.REVIEW));
        assertThat(Deadlines.ofSharedRead(Deadlines.REVIEW)).isLessThan(API_SERVER);
    }

    @Test
    void theSettingsHaveThemAsDefaults() throws ConfigurationException {
        Configuration configuration = ConfigurationReader.read(null, environment, Map.of(), access -> Optional.empty());

        assertThat(configuration.admission().deadline()).isEqualTo(Deadlines.REVIEW);
        VaultSettings vault = ((StoreConfiguration.Vault) configuration.stores().defaultStore()).settings();
        assertThat(vault.connectTimeout()).isEqualTo(Deadlines.CONNECTION);
        assertThat(vault.readTimeout()).isEqualTo(Deadlines.ANSWER);
    }

    @Test
    void thePageSaysTheSame() throws IOException {
        String page = Files.readString(Path.of("../docs/deadlines.md"));

        assertThat(page)
                .contains(
                        row("what the stores take for one review", Deadlines.REVIEW),
                        row("one read of a store", Deadlines.STORE),
                        row("of that, until it is connected", Deadlines.CONNECTION),
                        row("of that, until the answer is there", Deadlines.ANSWER),
                        row("waiting for a read that others began", Deadlines.ofSharedRead(Deadlines.REVIEW)),
                        row("a call of the API server to `/admission/validate`", API_SERVER));
    }

    /** Such as {@code | one review | 3.5 s |}. */
    private static String row(String what, Duration ends) {
        String seconds = String.valueOf(ends.toMillis() / 1000.0).replaceFirst("\\.0$", "");
        return "| %s | %s s |".formatted(what, seconds);
    }
}
