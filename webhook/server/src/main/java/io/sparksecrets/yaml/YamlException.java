package io.sparksecrets.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** A text is no YAML, or YAML that cannot be JSON. The message says what is wrong, without the place. */
public final class YamlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String unquoted;

    YamlException(int line, int column, String message) {
        this(line, column, message, message);
    }

    /** @param unquoted what the message says, without anything of the text */
    YamlException(int line, int column, String message, String unquoted) {
        super(message);
        this.line = line;
        this.column = column;
        this.unquoted = unquoted;
    }

    static YamlException at(Node node, String message) {
        return at(node, message, message);
    }

    static YamlException at(Node node, String message, String unquoted) {
        Mark mark = node.getStartMark().orElseThrow();
        return new YamlException(mark.getLine() + 1, mark.getColumn() + 1, message, unquoted);
    }

    /** What is wrong, for a text that may be a secret: without the place, and without anything of the text. */
    public String unquoted() {
        return unquoted;
    }

    /** Counted from 1; 0 where the place is not known. */
    public int line() {
        return line;
    }

    /** Counted from 1; 0 where the place is not known. */
    public int column() {
        return column;
    }
}
