/**
 * The cluster as far as admission and delivery need it: read pods, conf maps and namespaces, create delivery Secrets and Events, let pods
 * go from their gate.
 *
 * <p>What a pod needs, and when its Secret is due, does not belong here.
 */
@NullMarked
package io.sparksecrets.delivery;

import org.jspecify.annotations.NullMarked;
