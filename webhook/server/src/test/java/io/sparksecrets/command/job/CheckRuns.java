package io.sparksecrets.command.job;

import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.InMemorySecretStore;
import io.sparksecrets.command.line.ResolverOpener;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.resolution.Resolver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs {@code check} with two stores in memory and the policy of the configuration. */
public final class CheckRuns {

    final InMemorySecretStore database = new InMemorySecretStore("database");
    final InMemorySecretStore vault = new InMemorySecretStore("vault");

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
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return CommandRun.of(
                CheckCommand.create(
                        (configuration, defaultStore, references) -> {
                            AccessPolicy policy = AccessPolicy.of(configuration.policyRules());
                            return new Opened(new Resolver(List.of(database, vault), defaultStore, () -> policy));
                        },
                        access -> Optional.empty(),
                        in,
                        Map.of("HOME", "/h")),
                all.toArray(String[]::new));
    }

    private record Opened(Resolver resolver) implements ResolverOpener.OpenResolver {
        @Override
        public void close() {}
    }
}
