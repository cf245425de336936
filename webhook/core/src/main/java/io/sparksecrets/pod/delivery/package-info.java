/**
 * Deliveries: which entries a delivery Secret has for a pod, how it is called and who owns it, the annotation that tells so, and which
 * values cannot be delivered where the pod has them.
 *
 * <p>Nothing here changes a pod, and nothing speaks to a cluster.
 */
@NullMarked
package io.sparksecrets.pod.delivery;

import org.jspecify.annotations.NullMarked;
