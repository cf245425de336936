package io.sparksecrets.delivery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** A cluster to which the client connects in the background; who asks before waits for it. */
public final class ConnectingCluster implements Cluster {

    private final Supplier<Cluster> connecting;
    private final CompletableFuture<Cluster> connected = new CompletableFuture<>();

    /** A cluster that is not connected yet. */
    public ConnectingCluster(Supplier<Cluster> connecting) {
        this.connecting = connecting;
    }

    /** Begins to connect, and returns at once. */
    public void connect() {
        connected.completeAsync(connecting, Executors.newVirtualThreadPerTaskExecutor());
    }

    @Override
    public boolean isNone() {
        return connected.join().isNone();
    }

    @Override
    public Optional<JsonNode> pod(String namespace, String name) {
        return connected.join().pod(namespace, name);
    }

    @Override
    public Optional<JsonNode> configMap(String namespace, String name) {
        return connected.join().configMap(namespace, name);
    }

    @Override
    public Optional<Map<String, String>> labelsOfNamespace(String name) {
        return connected.join().labelsOfNamespace(name);
    }

    @Override
    public Set<String> namespacesWith(String label, String value) {
        return connected.join().namespacesWith(label, value);
    }

    @Override
    public List<WaitingPod> waitingPods(String namespace) {
        return connected.join().waitingPods(namespace);
    }

    @Override
    public void tryToCreate(DeliverySecret secret) {
        connected.join().tryToCreate(secret);
    }

    @Override
    public Creation create(DeliverySecret secret) {
        return connected.join().create(secret);
    }

    @Override
    public void patchPod(String namespace, String name, JsonNode patch) {
        connected.join().patchPod(namespace, name, patch);
    }

    @Override
    public void create(PodEvent event) {
        connected.join().create(event);
    }
}
