package io.sparksecrets.configuration;

import io.sparksecrets.text.Printable;
import io.sparksecrets.text.Suggestion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A value is not what its setting allows. The message, such as {@code takes a port}, does not hold the value. */
public final class BadValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String within;
    private final transient Node node;
    private final String found;

    private BadValueException(String within, Node node, String message, String found) {
        super(message);
        this.within = within;
        this.node = node;
        this.found = found;
    }

    /**
     * The value, or a part of it, is something else than what is allowed.
     *
     * @param within the part's place within the value, such as {@code [0].namespaces}; empty for the value itself
     * @param choices the words that are allowed, to suggest the one that was meant
     */
    static BadValueException notAllowed(String within, Node node, String allowed, List<String> choices) {
        return new BadValueException(within, node, "takes " + allowed, ", not " + describe(node, choices));
    }

    /** The value, or a part of it, is wrong in a way that the message tells without telling the value. */
    static BadValueException wrong(String within, Node node, String message) {
        return new BadValueException(within, node, message, "");
    }

    String within() {
        return within;
    }

    /** The part of the value that is wrong. */
    Node node() {
        return node;
    }

    /** What stands there, to put behind the message where it may be shown. */
    String found() {
        return found;
    }

    private static String describe(@Nullable Node node, List<String> choices) {
        if (node instanceof ScalarNode scalar) {
            return Printable.quoted(scalar.getValue()) + Suggestion.hint(scalar.getValue(), choices);
        }
        return node != null && node.getNodeType() == NodeType.SEQUENCE ? "a list" : "a mapping";
    }
}
