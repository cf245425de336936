/**
 * The first class of the jar. What it needs must run on Java 8, so it uses nothing of the rest of the program.
 *
 * <p>Anything that may assume the right Java belongs elsewhere.
 */
@NullMarked
package io.sparksecrets.launcher;

import org.jspecify.annotations.NullMarked;
