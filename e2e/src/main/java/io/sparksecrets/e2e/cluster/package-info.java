/**
 * A Kubernetes cluster of one node for tests and for a person who wants to look: K3s in a container, or plain binaries in
 * namespaces of their own.
 *
 * <p>What runs on the cluster, the webhook and Spark, does not belong here.
 */
@NullMarked
package io.sparksecrets.e2e.cluster;

import org.jspecify.annotations.NullMarked;
