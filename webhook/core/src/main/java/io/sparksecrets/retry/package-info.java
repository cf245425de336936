/**
 * How long to wait between attempts at the same.
 *
 * <p>Whoever tries has the clock and the threads.
 */
@NullMarked
package io.sparksecrets.retry;

import org.jspecify.annotations.NullMarked;
