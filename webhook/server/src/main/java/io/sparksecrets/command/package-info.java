/**
 * The command line: what people type, read and get told.
 *
 * <p>What a command does to secrets, pods and the network is done elsewhere and handed in.
 */
@NullMarked
package io.sparksecrets.command;

import org.jspecify.annotations.NullMarked;
