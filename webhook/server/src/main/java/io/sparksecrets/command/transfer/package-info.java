/**
 * {@code copy}, {@code export} and {@code import}: secrets from one store to another, or through an encrypted file.
 *
 * <p>What is read, written and compared belongs to {@code transfer}.
 */
@NullMarked
package io.sparksecrets.command.transfer;

import org.jspecify.annotations.NullMarked;
