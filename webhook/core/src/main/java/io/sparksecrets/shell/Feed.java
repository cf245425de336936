package io.sparksecrets.shell;

/**
 * A part of a script whose output a command reads: what stands before a {@code |} in a pipeline, or within {@code <(…)}.
 *
 * @param from where the part begins in the script
 * @param to where it ends
 */
public record Feed(int from, int to, ScriptCommand reader) {}
