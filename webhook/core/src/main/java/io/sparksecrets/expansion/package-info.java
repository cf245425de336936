/**
 * Texts in which Kubernetes expands {@code $(NAME)}, as in env values, args and command words: how it reads them, and how
 * references are put into them.
 *
 * <p>Pure functions of text; nothing here knows a pod.
 */
@NullMarked
package io.sparksecrets.expansion;

import org.jspecify.annotations.NullMarked;
