/**
 * Moving secrets: from one store to another, into an encrypted file and back.
 *
 * <p>Only the newest version of a secret is moved. What people are asked and told belongs to the command line.
 */
@NullMarked
package io.sparksecrets.transfer;

import org.jspecify.annotations.NullMarked;
