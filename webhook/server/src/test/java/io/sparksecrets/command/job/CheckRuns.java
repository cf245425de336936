package io.sparksecrets.command.job;

import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.Surroundings;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.SecretStoreInMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Runs {@code check} with two stores in memory and the policy of the configuration. */
public final class CheckRuns {

    final SecretStoreInMemory database = new SecretStoreInMemory("database");
    final SecretStoreInMemory vault = new SecretStoreInMemory("vault");

    public void put(String path, String value) {
        database.write(path, SecretValue.of(value), OptionalLong.empty(), "");
    }

    /**
     * A run on a piped manifest.
     *
     * @param arguments those after {@code -f -}
     */
    public CommandRun run(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of("check", "-f", "-"));
        all.addAll(List.of(arguments));
        return CommandRun.of(
                CheckCommand.create(
                        new Surroundings().input(input).context(), (configuration, defaultStore, references) -> {
                            AccessPolicy policy = AccessPolicy.of(configuration.policyRules());
                            return new Opened(new Resolver(List.of(database, vault), defaultStore, () -> policy));
                        }),
                all.toArray(String[]::new));
    }

    private record Opened(Resolver resolver) implements ResolverOpener.OpenResolver {
        @Override
        public void close() {}
    }
}
