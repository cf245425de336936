package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.ReportedCase;
import io.sparksecrets.command.job.CheckCommand;
import io.sparksecrets.command.job.StoreResolverOpener;
import io.sparksecrets.command.secrets.SecretsCommand;
import io.sparksecrets.command.stores.StoresCommand;
import io.sparksecrets.store.adapter.StoreAdapters;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.testing.CapturedLog;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Configurations of people who wrote a user and a password before the host of their store. */
class PasswordInStoreAddressTest {

    private final StoreOpener stores = new StoreAdapters(access -> Optional.empty());

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
        Surroundings surroundings = new Surroundings().stores(stores);
        return switch (command) {
            case "serve" -> ServeCommand.create(surroundings.context());
            case "stores" -> StoresCommand.create(surroundings.context());
            case "check" ->
                CheckCommand.create(
                        surroundings
                                .input(new ReportedCase("rotation-statefulset/pod.yaml").bytes())
                                .context(),
                        new StoreResolverOpener(stores));
            default -> SecretsCommand.create(surroundings.input("dummy").context());
        };
    }
}
