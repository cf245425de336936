/**
 * {@code check} and {@code mutate}: what the webhook would say of a job, before it is submitted.
 *
 * <p>The verdict itself is that of {@code check} and {@code mutation}.
 */
@NullMarked
package io.sparksecrets.command.job;

import org.jspecify.annotations.NullMarked;
