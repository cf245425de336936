package io.sparksecrets.reference;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** How a reference asks for its value, so that a text with a syntax of its own takes it as one datum. */
public enum Encoding {
    /** Percent-encoding of all but the unreserved characters of RFC 3986, in UTF-8. */
    URL,
    /** The inside of a JSON string (RFC 8259), which is right in double quotes of a JAAS text too. */
    JSON,
    /** Base64 with padding, in one line (RFC 4648, section 4), of the value in UTF-8. */
    BASE64;

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /** As a reference names it, such as {@code url}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The encoding that a reference names so; empty when there is none. */
    static Optional<Encoding> named(String text) {
        for (Encoding encoding : values()) {
            if (encoding.text().equals(text)) {
                return Optional.of(encoding);
            }
        }
        return Optional.empty();
    }

    /** The value in this encoding. It is as secret as the value. */
    public SecretValue encode(SecretValue value) {
        String text = value.reveal();
        return SecretValue.of(
                switch (this) {
                    case URL -> percentEncoded(text);
                    case JSON -> escaped(text);
                    case BASE64 -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
                });
    }

    /** The value that {@link #encode} made of another one, as that was. */
    public SecretValue decode(SecretValue encoded) {
        String text = encoded.reveal();
        return SecretValue.of(
                switch (this) {
                    case URL -> URLDecoder.decode(text, StandardCharsets.UTF_8);
                    case JSON -> unescaped(text);
                    case BASE64 -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
                });
    }

    /** Whether the character is one that RFC 3986 gives no meaning anywhere. */
    static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX[(octet >> 4) & 0xF]).append(HEX[octet & 0xF]);
            }
        }
        return encoded.toString();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> escaped.append('\\').append(c);
                case '\b' -> escaped.append("\\b");
                case '\f' -> escaped.append("\\f");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (c < ' ') {
                        escaped.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xF]);
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    private static String unescaped(String escaped) {
        StringBuilder text = new StringBuilder(escaped.length());
        int at = 0;
        while (at < escaped.length()) {
            boolean plain = escaped.charAt(at) != '\\';
            boolean numbered = !plain && escaped.charAt(at + 1) == 'u';
            int end = plain ? at + 1 : at + (numbered ? 6 : 2);
            text.append(
                    numbered
                            ? (char) Integer.parseInt(escaped, at + 2, end, 16)
                            : plain ? escaped.charAt(at) : unescaped(escaped.charAt(at + 1)));
            at = end;
        }
        return text.toString();
    }

    private static char unescaped(char letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }
}
