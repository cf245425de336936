/**
 * The rewriting of a pod, from {@link io.sparksecrets.pod.rewrite.PodRewriter} on: where its references stand, which entry each takes
 * from the delivery Secret, and the JSON Patch that replaces them.
 *
 * <p>Pure functions of the pod, the request and a key. Values do not belong here.
 */
@NullMarked
package io.sparksecrets.pod.rewrite;

import org.jspecify.annotations.NullMarked;
