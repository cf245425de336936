package io.sparksecrets.shell;

import io.sparksecrets.reference.Template;

/**
 * A reference that has just been read. Of its command only the beginning is known yet.
 *
 * @param command the one in which it stands; it gets more words as the script is read on
 */
record FoundReference(Template.Placeholder placeholder, ScriptReference.Part part, SimpleCommand command, int word) {

    int start() {
        return placeholder.start();
    }

    /** The reference with its command, once that has been read to its end, or as far as the script can be read. */
    ScriptReference complete(ScriptCommand whole, Tracing traced) {
        return new ScriptReference(placeholder.reference(), start(), part, whole, word, traced);
    }
}
