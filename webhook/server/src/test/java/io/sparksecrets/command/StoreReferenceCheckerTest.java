package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.command.ReferenceChecker.Verdict;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.configuration.StoreOpener;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.database.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class StoreReferenceCheckerTest {

    private static final Workload WORKLOAD = new Workload("team-a", "spark");
    private static final Reference SHORT = Reference.to("A");
    private static final Reference LONG = new Reference("try-out", "B", null, null, null);
    private static final Reference DOWN = new Reference("down", "C", null, null, null);

    @TempDir
    Path directory;

    private Configuration configuration;

    @BeforeEach
    void write() throws Exception {
        Path file = Files.writeString(directory.resolve("config.yaml"), """
                stores:
                  try-out: {type: database}
                  down: {type: kubernetes}
                """);
        configuration = ConfigurationReader.read(
                file, Map.of(), Map.of(Settings.DATA_DIRECTORY, directory.toString()), access -> Optional.empty());
        put("database", directory, "A");
        put("try-out", directory.resolve("stores/try-out"), "B");
    }

    @Test
    void referencesLeadToAllStoresAndOneThatNobodyNeedsMayBeDown() {
        assertThat(check("database", SHORT, LONG))
                .containsExactly(
                        Map.entry(SHORT, new Verdict("database", true, "resolves")),
                        Map.entry(LONG, new Verdict("try-out", true, "resolves")));
    }

    @Test
    void theShortFormMayBeCheckedAgainstAnotherStore() {
        assertThat(check("try-out", SHORT).get(SHORT)).isNotNull().satisfies(verdict -> {
            assertThat(verdict.store()).isEqualTo("try-out");
            assertThat(verdict.ok()).isFalse();
        });
    }

    @Test
    void aStoreThatIsNotConfiguredIsNamedWithThoseThatAre() {
        Reference reference = new Reference("nix", "D", null, null, null);
        assertThat(check("database", reference).values())
                .extracting(Verdict::result)
                .containsExactly(
                        "secret \"D\": there is no store \"nix\"; the stores are \"database\", \"down\", \"try-out\"");
    }

    @Test
    void aStoreThatIsNeededAndCannotBeOpenedIsAFailure() {
        assertThatThrownBy(() -> check("database", DOWN))
                .isInstanceOf(StoreException.class)
                .hasMessage("it is down");
    }

    private Map<Reference, Verdict> check(String defaultStore, Reference... references) {
        StoreOpener stores = (store, within) -> {
            if (store.name().equals("down")) {
                throw new StoreException(StoreException.Reason.UNAVAILABLE, "it is down");
            }
            return EmbeddedDatabase.open(
                    store.name(),
                    store.name().equals("database") ? directory : directory.resolve("stores/" + store.name()));
        };
        Set<Reference> wanted = new LinkedHashSet<>(List.of(references));
        return Optional.ofNullable(new StoreReferenceChecker(stores)
                        .check(configuration, defaultStore, Map.of(WORKLOAD, wanted))
                        .get(WORKLOAD))
                .orElseThrow();
    }

    private static void put(String name, Path data, String path) {
        try (SecretStore store = EmbeddedDatabase.open(name, data)) {
            store.write(path, SecretValue.of("x"), OptionalLong.empty(), "");
        }
    }
}
