package io.sparksecrets.shell;

import io.sparksecrets.reference.Reference;

/**
 * A reference in a script, with the command in which it stands.
 *
 * @param start where the reference begins in the script, counted from 0 in UTF-16 units
 * @param command the same object for all references of one command
 * @param word which of the command's words the reference stands in, where it is in one
 * @param traced whether the shell prints what becomes of the reference
 */
public record ScriptReference(
        Reference reference, int start, Part part, ScriptCommand command, int word, Tracing traced) {

    /** What a command has to do with the text in which a reference stands. */
    public enum Part {
        /** It is one of the command's words, or an assignment before it. */
        WORD,
        /** The shell itself takes it: an element of an array, the subject of a {@code case}, a pattern. */
        SHELL,
        /** A redirection names a file by it. */
        FILE,
        /** The command reads it: a here-document or a here-string. */
        INPUT
    }
}
