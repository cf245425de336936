package io.sparksecrets.command.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.resolution.Resolution;
import io.sparksecrets.resolution.ResolutionFailure;
import io.sparksecrets.store.Deadlines;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.adapter.StoreOpener;
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
class StoreResolverOpenerTest {

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
        assertThat(resolve("database", SHORT, LONG)).isInstanceOf(Resolution.Resolved.class);
    }

    @Test
    void theShortFormMayMeanAnotherStore() {
        try (ResolverOpener.OpenResolver opened = open("try-out", SHORT)) {
            assertThat(opened.resolver().storeOf(SHORT)).isEqualTo("try-out");
            assertThat(opened.resolver().resolve(WORKLOAD, Set.of(SHORT), Deadlines.REVIEW))
                    .isInstanceOf(Resolution.Failed.class);
        }
    }

    @Test
    void aStoreThatIsNotConfiguredIsNamedWithThoseThatAre() {
        Reference reference = new Reference("nix", "D", null, null, null);
        assertThat(resolve("database", reference))
                .isInstanceOfSatisfying(
                        Resolution.Failed.class,
                        failed -> assertThat(failed.failures().values())
                                .extracting(ResolutionFailure::message)
                                .containsExactly(
                                        "secret \"D\": there is no store \"nix\"; the stores are \"database\", \"down\", \"try-out\""));
    }

    @Test
    void aStoreThatIsNeededAndCannotBeOpenedIsAFailure() {
        assertThatThrownBy(() -> resolve("database", DOWN))
                .isInstanceOf(StoreException.class)
                .hasMessage("it is down");
    }

    private Resolution resolve(String defaultStore, Reference... references) {
        try (ResolverOpener.OpenResolver opened = open(defaultStore, references)) {
            return opened.resolver().resolve(WORKLOAD, new LinkedHashSet<>(List.of(references)), Deadlines.REVIEW);
        }
    }

    private ResolverOpener.OpenResolver open(String defaultStore, Reference... references) {
        StoreOpener stores = (store, within) -> {
            if (store.name().equals("down")) {
                throw new StoreException(StoreException.Reason.UNAVAILABLE, "it is down");
            }
            return EmbeddedDatabase.open(
                    store.name(),
                    store.name().equals("database") ? directory : directory.resolve("stores/" + store.name()));
        };
        return new StoreResolverOpener(stores).open(configuration, defaultStore, Set.of(references));
    }

    private static void put(String name, Path data, String path) {
        try (SecretStore store = EmbeddedDatabase.open(name, data)) {
            store.write(path, SecretValue.of("x"), OptionalLong.empty(), "");
        }
    }
}
