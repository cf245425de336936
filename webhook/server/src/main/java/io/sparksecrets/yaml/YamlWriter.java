package io.sparksecrets.yaml;

import io.sparksecrets.text.Printable;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import tools.jackson.databind.JsonNode;

/**
 * Writes JSON as YAML for a person: in block style, text of several lines as it is, and quoted what any YAML reader might
 * take for something else than text. Reading it gives the same JSON.
 */
public final class YamlWriter {

    /** Numbers, dates, times, versions, addresses: quoted so that nobody has to know which of them are text. */
    private static final Pattern LOOKS_LIKE_A_NUMBER =
            Pattern.compile("[-+.]?[0-9][-+0-9a-fA-F_,.:TZ xo]*|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)|=");

    private static final ImplicitTuple NO_TAG = new ImplicitTuple(true, true);

    private final Emitter emitter;

    private YamlWriter(Emitter emitter) {
        this.emitter = emitter;
    }

    /** One document, ending in a newline. */
    public static String write(JsonNode tree) {
        StringWriter text = new StringWriter();
        DumpSettings settings = DumpSettings.builder()
                .setSplitLines(false)
                .setUseUnicodeEncoding(true)
                .build();
        Emitter emitter = new Emitter(settings, new StreamDataWriter() {
            @Override
            public void write(String piece) {
                text.write(piece);
            }

            @Override
            public void write(String piece, int offset, int length) {
                text.write(piece, offset, length);
            }
        });
        emitter.emit(new StreamStartEvent());
        emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
        new YamlWriter(emitter).node(tree);
        emitter.emit(new DocumentEndEvent(false));
        emitter.emit(new StreamEndEvent());
        return text.toString();
    }

    private void node(JsonNode node) {
        FlowStyle style = node.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
        switch (node.getNodeType()) {
            case OBJECT -> {
                emitter.emit(new MappingStartEvent(Optional.empty(), Optional.empty(), true, style));
                node.properties().forEach(entry -> {
                    scalar(entry.getKey(), textStyle(entry.getKey(), true));
                    node(entry.getValue());
                });
                emitter.emit(new MappingEndEvent());
            }
            case ARRAY -> {
                emitter.emit(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, style));
                node.forEach(this::node);
                emitter.emit(new SequenceEndEvent());
            }
            case STRING -> scalar(node.stringValue(), textStyle(node.stringValue(), false));
            default -> scalar(node.toString(), ScalarStyle.PLAIN);
        }
    }

    private void scalar(String text, ScalarStyle style) {
        emitter.emit(new ScalarEvent(Optional.empty(), Optional.empty(), NO_TAG, text, style));
    }

    private static ScalarStyle textStyle(String text, boolean isKey) {
        if (text.contains("\n")) {
            return isKey || !isKeptByBlock(text) ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.LITERAL;
        }
        boolean ambiguous = !PlainScalar.resolve(text).isString()
                || text.equals("<<")
                || LOOKS_LIKE_A_NUMBER.matcher(text).matches();
        return ambiguous || !text.codePoints().allMatch(Printable::isVisible)
                ? ScalarStyle.DOUBLE_QUOTED
                : ScalarStyle.PLAIN;
    }

    /** Whether a block shows the text as it is: nothing invisible at the end of a line, no line break but the newline. */
    private static boolean isKeptByBlock(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean beforeBreak = i + 1 < text.length() && text.charAt(i + 1) == '\n';
            boolean blank = c == ' ' || c == '\t';
            boolean endsLineInBlank = blank && (beforeBreak || i + 1 == text.length());
            if (endsLineInBlank
                    || (Character.isISOControl(c) && c != '\n' && !blank)
                    || "\u2028\u2029\uFEFF".indexOf(c) >= 0) {
                return false;
            }
        }
        return !Character.isWhitespace(text.charAt(0));
    }
}
