/**
 * {@code keys}: make, show, rotate and prune the keys that the values of a database are encrypted with.
 *
 * <p>The keyset itself belongs to {@code store.database}.
 */
@NullMarked
package io.sparksecrets.command.keys;

import org.jspecify.annotations.NullMarked;
