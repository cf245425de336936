/**
 * The stores that can be configured, and which adapter opens which: a new store is added here, and has a package of its own beside this
 * one.
 *
 * <p>How settings are read and checked belongs to the configuration of the server.
 */
@NullMarked
package io.sparksecrets.store.adapter;

import org.jspecify.annotations.NullMarked;
