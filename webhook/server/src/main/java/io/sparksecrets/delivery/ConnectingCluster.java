package io.sparksecrets.delivery;

import java.util.Optional;
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
    public Optional<JsonNode> pod(String namespace, String name) {
        return connected.join().pod(namespace, name);
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
