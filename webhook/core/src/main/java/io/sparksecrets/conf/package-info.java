/**
 * The Spark conf: which keys hold references, and the conf map of a driver with its references resolved.
 *
 * <p>Pure functions of the conf and the values. Nothing here knows Kubernetes objects, pods or stores.
 */
@NullMarked
package io.sparksecrets.conf;

import org.jspecify.annotations.NullMarked;
