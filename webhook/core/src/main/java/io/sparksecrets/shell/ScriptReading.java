package io.sparksecrets.shell;

import java.util.List;

/**
 * What there is to know of a script before its references are treated.
 *
 * @param references the well-formed ones outside comments, in the order of the script, as far as it can be read
 * @param feeds in no order
 */
public record ScriptReading(List<ScriptReference> references, List<Feed> feeds) {

    public ScriptReading {
        references = List.copyOf(references);
        feeds = List.copyOf(feeds);
    }
}
