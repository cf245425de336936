/**
 * What commands have in common: what the program gives them, the options that are settings, the choice of a store, the way to ask a
 * person, and how a command fails.
 *
 * <p>A single command's own work is elsewhere.
 */
@NullMarked
package io.sparksecrets.command.line;

import org.jspecify.annotations.NullMarked;
