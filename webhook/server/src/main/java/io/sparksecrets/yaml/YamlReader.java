package io.sparksecrets.yaml;

import io.sparksecrets.text.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Reads YAML into nodes that know their places.
 *
 * <p>Merge keys ({@code <<}) are expanded. Refused are duplicate keys, keys that are no text, and an alias to what contains
 * it.
 */
public final class YamlReader {

    private static final int MAX_CODE_POINTS = 16 * 1024 * 1024;

    private YamlReader() {}

    /** Reads all documents of a text, without those that are empty. */
    public static List<Node> read(String text) throws YamlException {
        // Settings keep state of the document that is read, so each text needs its own.
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_CODE_POINTS)
                .setAllowNonScalarKeys(true)
                .setSchema(new KubernetesSchema())
                .setBufferSize(Math.clamp(text.length(), 1024, 64 * 1024))
                .build();
        List<Node> documents = new ArrayList<>();
        try {
            for (Node document : new Compose(settings).composeAllFromString(text)) {
                check(document, Collections.newSetFromMap(new IdentityHashMap<>()));
                if (!isNull(document)) {
                    documents.add(document);
                }
            }
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            throw new YamlException(
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1,
                    "no valid YAML: " + Printable.of(problem(e)));
        } catch (ReaderException e) {
            String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
            throw new YamlException(
                    (int) before.lines().count() + (before.endsWith("\n") || before.isEmpty() ? 1 : 0),
                    before.length() - before.lastIndexOf('\n'),
                    "no valid YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()));
        } catch (StackOverflowError e) {
            throw new YamlException(0, 0, "nested too deeply");
        } catch (YamlEngineException e) {
            throw new YamlException(0, 0, "no valid YAML: " + Printable.of(String.valueOf(e.getMessage())));
        }
        return documents;
    }

    /** Whether a node stands for nothing: an empty place, {@code ~} or {@code null}. */
    public static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static String problem(MarkedYamlEngineException e) {
        String context = e.getContext() == null || e.getContext().isBlank() ? "" : e.getContext() + ", ";
        return context + e.getProblem();
    }

    private static void check(Node node, Set<Node> seen) throws YamlException {
        if (node.isRecursive()) {
            throw YamlException.at(node, "this contains an alias to itself");
        }
        if (!seen.add(node)) {
            return;
        }
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                check(item, seen);
            }
        } else if (node instanceof MappingNode mapping) {
            Map<String, Node> first = new HashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    throw YamlException.at(entry.getKeyNode(), "a key has to be text");
                }
                Node before = first.putIfAbsent(key.getValue(), key);
                if (before != null) {
                    throw YamlException.at(
                            key,
                            "duplicate key " + Printable.quoted(key.getValue()) + ", first in line "
                                    + (before.getStartMark().orElseThrow().getLine() + 1));
                }
                check(entry.getValueNode(), seen);
            }
        }
    }

    /** Gives scalars their tags; nothing is ever constructed from the nodes by the library. */
    private static final class KubernetesSchema implements Schema {

        @Override
        public ScalarResolver getScalarResolver() {
            return (text, plain) -> plain ? PlainScalar.tag(text) : Tag.STR;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of();
        }
    }
}
