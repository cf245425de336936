/**
 * Pods that are stored and wait for their delivery Secret: what they get is made of what is stored, and of nothing that a review
 * said. The replica that answered the review delivers at once; the one that holds the Lease finds the pods that it has left.
 *
 * <p>Whether a pod or a conf map may be stored is decided elsewhere.
 */
@NullMarked
package io.sparksecrets.waiting;

import org.jspecify.annotations.NullMarked;
