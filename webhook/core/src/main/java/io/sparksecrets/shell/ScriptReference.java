package io.sparksecrets.shell;

import io.sparksecrets.reference.Reference;

/**
 * A reference in a script, with what stands before it: enough to see {@code --conf} and {@code spark.executorEnv.X=}.
 *
 * <p>Words are given as the shell would pass them on, without quotes; what the shell would expand is given as it is written.
 * Of a very long word only the beginning is given. In a here-document both are empty.
 *
 * @param start where the reference begins in the script, counted from 0 in UTF-16 units
 * @param precedingWord the word before the one in which the reference stands; empty where it is the first of its command
 * @param wordSoFar the text of the word up to the reference
 */
public record ScriptReference(Reference reference, int start, String precedingWord, String wordSoFar) {}
