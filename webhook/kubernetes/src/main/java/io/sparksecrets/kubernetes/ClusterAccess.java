package io.sparksecrets.kubernetes;

/** Whether there is a cluster to talk to. */
public enum ClusterAccess {
    /** The one this process runs in, or that of the kubeconfig. */
    AUTO,
    NONE
}
