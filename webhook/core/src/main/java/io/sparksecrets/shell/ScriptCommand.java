package io.sparksecrets.shell;

import java.util.List;

/**
 * A simple command of a script, read to its end, or the redirections behind a compound command.
 *
 * <p>Words are given as the shell would pass them on, without quotes; what the shell would expand is given as it is written.
 * Of a very long word only the beginning is given.
 *
 * @param words with assignments before the command among them, and without redirections; none where a compound command is
 *     redirected
 * @param starts where in the script each of the words begins
 * @param ends where in the script each of the words ends
 * @param redirections the files that are named
 * @param body the simple commands within the compound command that gets a here-document or a here-string
 */
public record ScriptCommand(
        List<String> words,
        List<Integer> starts,
        List<Integer> ends,
        Redirections redirections,
        List<ScriptCommand> body) {

    public ScriptCommand {
        words = List.copyOf(words);
        starts = List.copyOf(starts);
        ends = List.copyOf(ends);
        body = List.copyOf(body);
    }

    /**
     * What a command's redirections name.
     *
     * @param start where in the script the command begins, be it with a word or a redirection, or the first command in the
     *     compound command that is redirected
     * @param end where its last redirection or word ends
     * @param written the files that it writes
     * @param read the files that it reads
     */
    public record Redirections(int start, int end, List<String> written, List<String> read) {

        public Redirections {
            written = List.copyOf(written);
            read = List.copyOf(read);
        }
    }
}
