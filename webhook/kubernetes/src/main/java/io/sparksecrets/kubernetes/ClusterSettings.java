package io.sparksecrets.kubernetes;

import io.fabric8.kubernetes.client.Config;
import java.util.Objects;
import java.util.Optional;

/**
 * Which cluster an installation has, and where in it the installation is, as its configuration says.
 *
 * @param access whether there is a cluster to talk to
 * @param namespace that of the installation; empty for the one of the client's configuration
 */
public record ClusterSettings(ClusterAccess access, Optional<String> namespace) {

    public ClusterSettings {
        Objects.requireNonNull(access);
        Objects.requireNonNull(namespace);
    }

    /** The namespace of the installation; empty where nothing says it. */
    public Optional<String> namespaceIn(Config cluster) {
        return namespaceIn(Optional.of(cluster));
    }

    /** The same where there may be no cluster. */
    public Optional<String> namespaceIn(Optional<Config> cluster) {
        return namespace.or(() -> cluster.map(Config::getNamespace));
    }
}
