package io.sparksecrets.configuration;

import io.sparksecrets.text.Printable;
import io.sparksecrets.text.Suggestion;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A value is not what its setting allows. The message, such as {@code takes a port}, does not hold the value. */
public final class BadValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String within;
    private final transient Node node;
    private final boolean showsFound;
    private final transient List<String> choices;

    private BadValueException(String within, Node node, String message, boolean showsFound, List<String> choices) {
        super(message);
        this.within = within;
        this.node = node;
        this.showsFound = showsFound;
        this.choices = List.copyOf(choices);
    }

    /**
     * The value, or a part of it, is something else than what is allowed.
     *
     * @param within the part's place within the value, such as {@code [0].namespaces}; empty for the value itself
     * @param choices the words that are allowed, to suggest the one that was meant
     */
    static BadValueException notAllowed(String within, Node node, String allowed, List<String> choices) {
        return new BadValueException(within, node, "takes " + allowed, true, choices);
    }

    /** The value, or a part of it, is wrong in a way that the message tells without telling the value. */
    static BadValueException wrong(String within, Node node, String message) {
        return new BadValueException(within, node, message, false, List.of());
    }

    String within() {
        return within;
    }

    /** The part of the value that is wrong. */
    Node node() {
        return node;
    }

    /**
     * What stands there, to put behind the message. Which word was probably meant is told in any case: that is one of ours.
     *
     * @param quoted whether it may be shown
     */
    String found(boolean quoted) {
        if (!showsFound) {
            return "";
        }
        if (node instanceof ScalarNode scalar) {
            return (quoted ? ", not " + Printable.quoted(scalar.getValue()) : "")
                    + Suggestion.hint(scalar.getValue(), choices);
        }
        return node.getNodeType() == NodeType.SEQUENCE ? ", not a list" : ", not a mapping";
    }
}
