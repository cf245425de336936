/**
 * The language of references: what users write in env variables and in the Spark conf, and what it means.
 *
 * <p>Nothing here knows Kubernetes, Spark or a store.
 */
@NullMarked
package io.sparksecrets.reference;

import org.jspecify.annotations.NullMarked;
