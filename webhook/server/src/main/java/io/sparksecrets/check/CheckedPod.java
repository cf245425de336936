package io.sparksecrets.check;

import io.sparksecrets.pod.Workload;

/**
 * A pod that comes of a manifest.
 *
 * @param what such as {@code driver pod}
 * @param name as far as it is known
 * @param selected whether the webhook is called for it, in a namespace that takes part
 * @param admitted whether the webhook has nothing against it
 */
public record CheckedPod(String what, String name, Workload workload, boolean selected, boolean admitted) {}
