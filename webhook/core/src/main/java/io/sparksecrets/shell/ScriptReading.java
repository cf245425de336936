package io.sparksecrets.shell;

import java.util.List;

/**
 * What there is to know of a script before its references are treated.
 *
 * @param references the well-formed ones outside comments, in the order of the script, as far as it can be read
 * @param feeds outer ones before those within them
 * @param commands all of them, in the order of the script
 */
public record ScriptReading(List<ScriptReference> references, List<Feed> feeds, List<ScriptCommand> commands) {

    public ScriptReading {
        references = List.copyOf(references);
        feeds = List.copyOf(feeds);
        commands = List.copyOf(commands);
    }
}
