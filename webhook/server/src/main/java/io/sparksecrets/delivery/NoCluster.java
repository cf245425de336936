package io.sparksecrets.delivery;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Stands for the cluster of a server that has none: pods can be mutated and checked, and nothing can be created. */
public final class NoCluster implements Cluster {

    private static final String WHY = "this server has no Kubernetes cluster; run it in one, or give it a kubeconfig";

    @Override
    public Optional<JsonNode> pod(String namespace, String name) {
        throw new ClusterException(ClusterException.Reason.UNAVAILABLE, WHY);
    }

    @Override
    public Creation create(DeliverySecret secret) {
        throw new ClusterException(ClusterException.Reason.UNAVAILABLE, WHY);
    }

    @Override
    public void patchPod(String namespace, String name, JsonNode patch) {
        throw new ClusterException(ClusterException.Reason.UNAVAILABLE, WHY);
    }

    @Override
    public void create(PodEvent event) {
        throw new ClusterException(ClusterException.Reason.UNAVAILABLE, WHY);
    }
}
