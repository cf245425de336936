package io.sparksecrets.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 without replacing what is wrong, and counts in it. */
public final class Utf8 {

    private static final String ELLIPSIS = "…";

    private Utf8() {}

    /**
     * Decodes bytes; a byte order mark at the beginning stays.
     *
     * @throws NotUtf8Exception with the place of the first byte that is wrong
     */
    public static String decode(byte[] bytes) throws NotUtf8Exception {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new NotUtf8Exception(in.position());
        }
        return out.flip().toString();
    }

    /** The text, or as much of its beginning as fits with an ellipsis into so many bytes. */
    public static String shortened(String text, int maxBytes) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
            return text;
        }
        CharBuffer in = CharBuffer.wrap(text);
        ByteBuffer out = ByteBuffer.allocate(maxBytes - ELLIPSIS.getBytes(StandardCharsets.UTF_8).length);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(in, out, true);
        return text.substring(0, in.position()) + ELLIPSIS;
    }

    /** A text file's content: the text without a byte order mark. */
    public static String decodeFile(byte[] bytes) throws NotUtf8Exception {
        String text = decode(bytes);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
