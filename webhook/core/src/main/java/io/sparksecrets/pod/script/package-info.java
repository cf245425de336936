/**
 * Scripts that a container gives to a shell, with {@code sh -c} or from its image: where references stand in them, and what becomes of
 * each.
 *
 * <p>What a shell makes of a text belongs to {@code shell}.
 */
@NullMarked
package io.sparksecrets.pod.script;

import org.jspecify.annotations.NullMarked;
