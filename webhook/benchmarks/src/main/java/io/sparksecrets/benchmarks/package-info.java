/**
 * What requests cost: a load on a server in a process of its own, on this machine only.
 *
 * <p>Nothing here is a test or is released.
 */
@NullMarked
package io.sparksecrets.benchmarks;

import org.jspecify.annotations.NullMarked;
