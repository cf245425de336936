package io.sparksecrets.validation;

import io.sparksecrets.delivery.ClusterException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A look at the pods that are stored. */
@FunctionalInterface
public interface StoredPods {

    /** The pod; empty when there is none of that name. */
    Optional<JsonNode> pod(String namespace, String name) throws ClusterException;
}
