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

    private static final String NO_REQUEST = "00000000-0000-0000-0000-000000000000";

    PodRequest request() {
        return new PodRequest(namespace, NO_REQUEST, Optional.empty());
    }
}
