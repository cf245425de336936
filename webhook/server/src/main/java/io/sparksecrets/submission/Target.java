package io.sparksecrets.submission;

import io.sparksecrets.pod.PodRequest;
import java.util.Optional;

/**
 * Who an object is sent for.
 *
 * @param namespace of the object
 * @param account the service account that is to count, whatever the manifest says; empty where the manifest counts
 */
record Target(String namespace, Optional<String> account) {

    PodRequest request() {
        return PodRequest.of(namespace, ReviewedPod.NO_REQUEST);
    }
}
