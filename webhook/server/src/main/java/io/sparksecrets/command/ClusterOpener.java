package io.sparksecrets.command;

import io.sparksecrets.configuration.ClusterAccess;
import io.sparksecrets.delivery.Cluster;

/** Connects to the cluster that a configuration says. */
public interface ClusterOpener {

    /** The cluster, or what stands for none. */
    Cluster open(ClusterAccess access);
}
