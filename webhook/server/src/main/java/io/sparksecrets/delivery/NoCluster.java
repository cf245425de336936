package io.sparksecrets.delivery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Stands for the cluster of a server that has none: pods can be mutated and checked, and nothing can be created. */
public final class NoCluster implements Cluster {

    private static final String WHY = "this server has no Kubernetes cluster; run it in one, or give it a kubeconfig";

    @Override
    public boolean isNone() {
        return true;
    }

    @Override
    public Optional<JsonNode> pod(String namespace, String name) {
        throw none();
    }

    @Override
    public Optional<JsonNode> configMap(String namespace, String name) {
        throw none();
    }

    @Override
    public Optional<Map<String, String>> labelsOfNamespace(String name) {
        throw none();
    }

    @Override
    public Set<String> namespacesWith(String label, String value) {
        throw none();
    }

    @Override
    public List<WaitingPod> waitingPods(String namespace) {
        throw none();
    }

    @Override
    public void tryToCreate(DeliverySecret secret) {
        throw none();
    }

    @Override
    public Creation create(DeliverySecret secret) {
        throw none();
    }

    @Override
    public void patchPod(String namespace, String name, JsonNode patch) {
        throw none();
    }

    @Override
    public void create(PodEvent event) {
        throw none();
    }

    private static ClusterException none() {
        return new ClusterException(ClusterException.Reason.UNAVAILABLE, WHY);
    }
}
