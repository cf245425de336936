package io.sparksecrets.configuration;

import io.fabric8.kubernetes.client.Config;
import java.util.Optional;

/** How to reach the cluster that a configuration says. */
public interface ClusterConfig {

    /** Where the API server is and how to authenticate; empty where there is none. */
    Optional<Config> find(ClusterAccess access);
}
