package io.sparksecrets.reference;

/**
 * What tools put at the edges of a value, where no eye sees it: {@code echo} a newline behind it, Windows PowerShell a byte order
 * mark before it. Either makes another password of a password.
 */
public final class ValueEdges {

    /** The byte order mark of UTF-8, decoded. */
    public static final String BYTE_ORDER_MARK = "\uFEFF";

    private ValueEdges() {}

    /** Whether a text is one line with a newline behind it. A text of several lines, such as a PEM, rightly ends so. */
    public static boolean isLineWithNewline(String text) {
        String line = withoutNewlines(text);
        return line.length() < text.length() && line.indexOf('\n') < 0 && line.indexOf('\r') < 0;
    }

    /** The text without any line breaks at its end. */
    public static String withoutNewlines(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Whether a byte order mark is the first character of a text. */
    public static boolean hasByteOrderMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK);
    }

    /** The text without a byte order mark at its beginning. */
    public static String withoutByteOrderMark(String text) {
        return hasByteOrderMark(text) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }
}
