package io.sparksecrets.kubernetes;

import io.fabric8.kubernetes.client.Config;
import java.util.Optional;

/** Finds out how to reach a cluster. */
public interface ClusterConfig {

    /** Where the API server is and how to authenticate; empty where there is none. */
    Optional<Config> find(ClusterAccess access);
}
