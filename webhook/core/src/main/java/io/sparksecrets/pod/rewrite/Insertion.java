package io.sparksecrets.pod.rewrite;

import io.sparksecrets.pod.CommandLine;
import java.util.List;

/**
 * Words to put into a container's command line.
 *
 * @param list {@code command} or {@code args}
 * @param index before which word of that list; the length of the list to put them behind the last
 */
record Insertion(String list, int index, List<String> words) {

    /** @param word counted through both lists; their length to put the new ones behind the last */
    static Insertion before(int word, List<CommandLine.Word> words, List<String> inserted) {
        if (word < words.size()) {
            CommandLine.Word next = words.get(word);
            return new Insertion(next.list(), next.index(), inserted);
        }
        CommandLine.Word last = words.getLast();
        return new Insertion(last.list(), last.index() + 1, inserted);
    }
}
