package io.sparksecrets.command;

import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.command.line.Prompt;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.StoreOpener;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What a command finds around it: no store, no cluster, no input and nobody to ask, until a test says otherwise. */
public final class Surroundings {

    private StoreOpener stores = (where, within) -> {
        throw new AssertionError("no store is needed");
    };
    private ClusterConfig clusters = access -> Optional.empty();
    private byte[] input = {};
    private Prompt prompt = FakePrompt.nobody();
    private Map<String, String> environment = Map.of("HOME", "/home/ann");

    public Surroundings stores(StoreOpener opener) {
        stores = opener;
        return this;
    }

    /** The same store for each that is configured. */
    public Surroundings store(SecretStore store) {
        return stores((where, within) -> store);
    }

    public Surroundings clusters(ClusterConfig found) {
        clusters = found;
        return this;
    }

    public Surroundings cluster(Config config) {
        return clusters(access -> Optional.of(config));
    }

    public Surroundings input(byte[] piped) {
        input = piped;
        return this;
    }

    public Surroundings input(String piped) {
        return input(piped.getBytes(StandardCharsets.UTF_8));
    }

    public Surroundings prompt(Prompt somebody) {
        prompt = somebody;
        return this;
    }

    public Surroundings environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    /** For one run of a command, which reads the input. */
    public CommandContext context() {
        return new CommandContext(stores, clusters, new ByteArrayInputStream(input), prompt, environment);
    }
}
