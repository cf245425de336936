/**
 * {@code secrets}: write, list and delete the secrets of a configured store. No value is ever shown.
 *
 * <p>What stores do with them belongs to {@code store}.
 */
@NullMarked
package io.sparksecrets.command.secrets;

import org.jspecify.annotations.NullMarked;
