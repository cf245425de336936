package io.sparksecrets.configuration;

import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A value that somebody gave for a setting.
 *
 * @param source a file, or a variable or flag, which need no line
 * @param isInFile whether lines of the node are lines of the source
 */
record GivenValue(Setting<?> setting, Node node, String source, boolean isInFile) {

    /** The place of a part of the value: {@code config.yaml:12} or the name of a variable or flag. */
    String placeOf(Node part) {
        return isInFile ? source + ":" + (part.getStartMark().orElseThrow().getLine() + 1) : source;
    }
}
