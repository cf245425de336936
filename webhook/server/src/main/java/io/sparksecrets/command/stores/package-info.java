/**
 * {@code stores}: list the configured stores, and test whether they can be reached and used.
 *
 * <p>The test itself belongs to {@code store.diagnosis}.
 */
@NullMarked
package io.sparksecrets.command.stores;

import org.jspecify.annotations.NullMarked;
