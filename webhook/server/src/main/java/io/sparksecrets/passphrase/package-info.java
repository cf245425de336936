/**
 * Files that are encrypted with a passphrase, for whatever is in them.
 *
 * <p>What an export of secrets is made of belongs to {@code transfer}; where a passphrase comes from, to the command line.
 */
@NullMarked
package io.sparksecrets.passphrase;

import org.jspecify.annotations.NullMarked;
