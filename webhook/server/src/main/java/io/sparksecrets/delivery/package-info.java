/**
 * The cluster as far as delivery needs it: look at a pod, create a delivery Secret.
 *
 * <p>What a delivery Secret holds, and when there is one, does not belong here.
 */
@NullMarked
package io.sparksecrets.delivery;

import org.jspecify.annotations.NullMarked;
