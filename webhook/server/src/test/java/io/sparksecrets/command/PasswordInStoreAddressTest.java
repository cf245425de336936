package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.ReportedCase;
import io.sparksecrets.command.job.CheckCommand;
import io.sparksecrets.command.job.StoreResolverOpener;
import io.sparksecrets.command.secrets.SecretsCommand;
import io.sparksecrets.command.stores.StoresCommand;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.store.adapter.StoreAdapters;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.testing.CapturedLog;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Configurations of people who wrote a user and a password before the host of their store. */
class PasswordInStoreAddressTest {

    private static final ClusterConfig NO_CLUSTER = access -> Optional.empty();
    private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/ann");

    private final StoreOpener stores = new StoreAdapters(NO_CLUSTER);

    @ParameterizedTest
    @CsvSource({
        "serve",
        "stores test",
        "stores test -o json",
        "stores list",
        "secrets list",
        "secrets put DB_PASSWORD",
        "check -f -"
    })
    void theServerAndEveryCommandRefuseThemWithWhatToDoAndNeverShowThePassword(String command) {
        for (String config : List.of("postgres.yaml", "vault.yaml")) {
            try (CapturedLog log = new CapturedLog()) {
                CommandRun run = run(config, command.split(" "));

                String all = run.out() + run.err() + log.text();
                assertThat(run.exitCode()).as(all).isEqualTo(2);
                assertThat(run.err())
                        .contains(config.equals("postgres.yaml") ? "databaseSettings.url" : "vaultSettings.endpoint")
                        .contains("has a user or a password before the host; leave them out");
                assertThat(all).doesNotContain("Dummy-Pw");
            }
        }
    }

    private CommandRun run(String config, String... command) {
        String[] arguments = Stream.concat(
                        Stream.of(command),
                        Stream.of(
                                "--config",
                                new ReportedCase("store-url-userinfo/" + config)
                                        .file()
                                        .toString()))
                .toArray(String[]::new);
        return CommandRun.of(create(command[0]), arguments);
    }

    private CommandLine create(String command) {
        ByteArrayInputStream pod = new ByteArrayInputStream(new ReportedCase("rotation-statefulset/pod.yaml").bytes());
        return switch (command) {
            case "serve" -> ServeCommand.create(stores, NO_CLUSTER, ENVIRONMENT);
            case "stores" -> StoresCommand.create(stores, NO_CLUSTER, ENVIRONMENT);
            case "check" -> CheckCommand.create(new StoreResolverOpener(stores), NO_CLUSTER, pod, ENVIRONMENT);
            default ->
                SecretsCommand.create(
                        stores,
                        NO_CLUSTER,
                        new ByteArrayInputStream("dummy".getBytes(StandardCharsets.UTF_8)),
                        FakePrompt.nobody(),
                        ENVIRONMENT);
        };
    }
}
