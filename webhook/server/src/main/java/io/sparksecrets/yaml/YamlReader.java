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
import org.snakeyaml.engine.v2.exceptions.ComposerException;
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

    /** Each costs one more reading. */
    private static final int MAX_LONE_DASHES = 100;

    private YamlReader() {}

    /**
     * Reads all documents of a text, without those that are empty.
     *
     * <p>A dash that is an item of its own, as in {@code [su, -, spark]}, is text, as for kubectl, though YAML 1.2 forbids it.
     */
    public static List<Node> read(String text) throws YamlException {
        String readable = text;
        for (int dashes = 0; ; dashes++) {
            try {
                return readStrictly(readable);
            } catch (LoneDashException e) {
                if (dashes == MAX_LONE_DASHES) {
                    throw e.strictly;
                }
                readable = readable.substring(0, e.index) + "\"-\"" + readable.substring(e.index + 1);
            }
        }
    }

    /** What strict YAML makes of a dash that is an item of its own, and where it stands in the text. */
    private static final class LoneDashException extends Exception {

        private static final long serialVersionUID = 1L;
        private final transient YamlException strictly;
        private final int index;

        private LoneDashException(YamlException strictly, int index) {
            this.strictly = strictly;
            this.index = index;
        }
    }

    private static List<Node> readStrictly(String text) throws YamlException, LoneDashException {
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
            YamlException wrong = new YamlException(
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1,
                    "no valid YAML: " + Printable.of(problem(e)),
                    "no valid YAML: " + unquoted(e));
            int dash = mark == null ? -1 : loneDash(text, mark.getIndex());
            if (dash >= 0) {
                throw new LoneDashException(wrong, dash);
            }
            throw wrong;
        } catch (ReaderException e) {
            String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
            throw new YamlException(
                    (int) before.lines().count() + (before.endsWith("\n") || before.isEmpty() ? 1 : 0),
                    before.length() - before.lastIndexOf('\n'),
                    "no valid YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()));
        } catch (StackOverflowError e) {
            throw new YamlException(0, 0, "nested too deeply");
        } catch (YamlEngineException e) {
            throw new YamlException(
                    0, 0, "no valid YAML: " + Printable.of(String.valueOf(e.getMessage())), "no valid YAML");
        }
        return documents;
    }

    /** Where it stands in the text, if the character there is one; else -1. */
    private static int loneDash(String text, int character) {
        int at = character <= text.codePointCount(0, text.length()) ? text.offsetByCodePoints(0, character) : -1;
        boolean alone = at >= 0
                && text.startsWith("-", at)
                && at + 1 < text.length()
                && ",]}".indexOf(text.charAt(at + 1)) >= 0;
        return alone ? at : -1;
    }

    /** Whether a node stands for nothing: an empty place, {@code ~} or {@code null}. */
    public static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static String problem(MarkedYamlEngineException e) {
        String context = e.getContext() == null || e.getContext().isBlank() ? "" : e.getContext() + ", ";
        return context + e.getProblem();
    }

    /** Not in the library's words, which hold characters, names and tags of the text. */
    private static String unquoted(MarkedYamlEngineException e) {
        return e instanceof ComposerException
                ? "an alias that stands for nothing; a text that begins with * has to be in quotes"
                : "what stands here does not go with what stands before; check indentation and quotes";
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
            Map<String, Node> known = new HashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    throw YamlException.at(entry.getKeyNode(), "a key has to be text");
                }
                Node before = known.putIfAbsent(key.getValue(), key);
                if (before != null) {
                    String first = ", first in line "
                            + (before.getStartMark().orElseThrow().getLine() + 1);
                    throw YamlException.at(
                            key, "duplicate key " + Printable.quoted(key.getValue()) + first, "duplicate key" + first);
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
