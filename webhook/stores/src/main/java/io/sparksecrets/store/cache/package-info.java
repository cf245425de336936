/**
 * What stores answered, kept in memory for a while: one read for all who ask at once, and the last values while a store is
 * unavailable.
 *
 * <p>How a store is read does not belong here.
 */
@NullMarked
package io.sparksecrets.store.cache;

import org.jspecify.annotations.NullMarked;
