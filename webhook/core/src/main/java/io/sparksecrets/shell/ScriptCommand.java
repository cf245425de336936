package io.sparksecrets.shell;

import java.util.List;

/**
 * A simple command of a script, read to its end.
 *
 * <p>Words are given as the shell would pass them on, without quotes; what the shell would expand is given as it is written.
 * Of a very long word only the beginning is given.
 *
 * @param words with assignments before the command among them, and without redirections
 * @param starts where in the script each of the words begins
 * @param ends where in the script each of the words ends
 */
public record ScriptCommand(List<String> words, List<Integer> starts, List<Integer> ends) {

    public ScriptCommand {
        words = List.copyOf(words);
        starts = List.copyOf(starts);
        ends = List.copyOf(ends);
    }
}
