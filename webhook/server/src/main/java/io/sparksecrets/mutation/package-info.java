/**
 * The mutating webhook: a pod comes in, a JSON Patch goes out.
 *
 * <p>It asks no store and no cluster, so that it is as fast as the rewriting itself.
 */
@NullMarked
package io.sparksecrets.mutation;

import org.jspecify.annotations.NullMarked;
