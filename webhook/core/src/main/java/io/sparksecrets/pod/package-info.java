/**
 * Spark's pods: what a pod is, which references it holds, and the JSON Patch that replaces them.
 *
 * <p>Pure functions of the pod and the request. Who may use a secret and what its value is do not belong here.
 */
@NullMarked
package io.sparksecrets.pod;

import org.jspecify.annotations.NullMarked;
