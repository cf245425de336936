/**
 * Spark's pods as they are sent and stored: roles, containers, command lines, volumes, labels, as raw JSON, and
 * the JSON Patch.
 *
 * <p>What its scripts make of references belongs to {@code pod.script}, what is delivered to it to {@code pod.delivery}, how references are replaced to {@code pod.rewrite}. Who may use a
 * secret and what its value is do not belong to any of them.
 */
@NullMarked
package io.sparksecrets.pod;

import org.jspecify.annotations.NullMarked;
