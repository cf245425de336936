package io.sparksecrets.yaml;

import io.sparksecrets.text.Printable;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON that kubectl would send for a YAML document. Numbers keep their digits; aliases are expanded. */
public final class YamlTree {

    /** What aliases may blow a document up to; a pod has some thousand. */
    private static final int MAX_VALUES = 500_000;

    private static final Set<Tag> UNDERSTOOD =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.MERGE);

    private int values;

    private YamlTree() {}

    /** Converts a node of {@link YamlReader}. */
    public static JsonNode of(Node node) throws YamlException {
        return new YamlTree().convert(node);
    }

    private JsonNode convert(Node node) throws YamlException {
        if (++values > MAX_VALUES) {
            throw YamlException.at(node, "more than " + MAX_VALUES + " values, counting what aliases repeat");
        }
        if (!UNDERSTOOD.contains(node.getTag())) {
            throw YamlException.at(
                    node, "the tag " + Printable.quoted(node.getTag().getValue()) + " is not allowed");
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> array(sequence);
            case MappingNode mapping -> object(mapping);
            default -> throw new IllegalArgumentException(node.getNodeType().toString());
        };
    }

    private static JsonNode scalar(ScalarNode scalar) throws YamlException {
        if (scalar.getTag().equals(Tag.STR) || scalar.getTag().equals(Tag.MERGE)) {
            return JsonNodeFactory.instance.stringNode(scalar.getValue());
        }
        if (!PlainScalar.tag(scalar.getValue()).equals(scalar.getTag())) {
            throw YamlException.at(scalar, Printable.quoted(scalar.getValue()) + " does not fit its tag");
        }
        return PlainScalar.resolve(scalar.getValue());
    }

    private ArrayNode array(SequenceNode sequence) throws YamlException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node item : sequence.getValue()) {
            array.add(convert(item));
        }
        return array;
    }

    private ObjectNode object(MappingNode mapping) throws YamlException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            object.set(((ScalarNode) entry.getKeyNode()).getValue(), convert(entry.getValueNode()));
        }
        return object;
    }
}
