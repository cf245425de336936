package io.sparksecrets.e2e.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A custom resource that the operator has been given, and what it tells of it. */
public final class OperatedResource {

    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private final KubernetesClient client;
    private final GenericKubernetesResource created;

    OperatedResource(KubernetesClient client, GenericKubernetesResource created) {
        this.client = client;
        this.created = created;
    }

    /** What its status says at a path, empty where it says nothing. */
    public String status(String... path) {
        GenericKubernetesResource now = client.resource(created).get();
        Object found = now == null ? null : now.get("status");
        for (String step : path) {
            found = found instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return found == null ? "" : found.toString();
    }

    /** Waits until its status says this at a path. */
    public void awaitStatus(String expected, String... path) throws IOException {
        try {
            Waiting.until(
                    "%s to be %s".formatted(created.getMetadata().getName(), expected),
                    TIMEOUT,
                    () -> status(path).equals(expected));
        } catch (IOException e) {
            throw new IOException("%s; its status: %s".formatted(e.getMessage(), status()), e);
        }
    }

    /** Deletes it, with which everything goes that belongs to it. */
    public void delete() {
        client.resource(created).delete();
    }
}
