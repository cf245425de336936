/**
 * Command lines: which program one starts, and what that program makes of each of its words, so that a value in a word is data
 * and never code, and the Spark conf is treated by its keys however it is handed over.
 *
 * <p>Pure functions of words. How a word is rewritten, in a pod or in a script, does not belong here.
 */
@NullMarked
package io.sparksecrets.program;

import org.jspecify.annotations.NullMarked;
