/**
 * References in shell scripts: where a script stands among the words of a container, and how a reference in it becomes a
 * quoted shell variable.
 *
 * <p>Pure functions of text; nothing here knows a pod or what a reference is resolved to. Which references become variables
 * is for the caller to say.
 */
@NullMarked
package io.sparksecrets.shell;

import org.jspecify.annotations.NullMarked;
