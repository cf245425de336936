package io.sparksecrets.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** A text is no YAML, or YAML that cannot be JSON. The message says what is wrong, without the place. */
public final class YamlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    YamlException(int line, int column, String message) {
        super(message);
        this.line = line;
        this.column = column;
    }

    static YamlException at(Node node, String message) {
        Mark mark = node.getStartMark().orElseThrow();
        return new YamlException(mark.getLine() + 1, mark.getColumn() + 1, message);
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
