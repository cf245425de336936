/**
 * The command line: what people type, read and get told. The program begins here, in {@link io.sparksecrets.command.Main}; each group of
 * commands has a package.
 *
 * <p>What a command does to secrets, pods and the network is done elsewhere and handed in.
 */
@NullMarked
package io.sparksecrets.command;

import org.jspecify.annotations.NullMarked;
