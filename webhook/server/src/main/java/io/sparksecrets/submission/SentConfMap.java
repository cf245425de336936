package io.sparksecrets.submission;

import io.sparksecrets.pod.OwnerReference;
import tools.jackson.databind.node.ObjectNode;

/**
 * The conf map of a driver as it is created.
 *
 * @param driver the pod that mounts it
 * @param origins where its parts stand in the manifest
 */
public record SentConfMap(String name, ObjectNode json, SentPod driver, Origins origins) {

    /** The driver pod as the owner that Spark writes. */
    public OwnerReference owner() {
        return OwnerReference.toPod(driver.pod().name(), driver.pod().uid());
    }
}
