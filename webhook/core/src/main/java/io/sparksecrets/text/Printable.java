package io.sparksecrets.text;

/** Makes a text from outside safe to print on a terminal or in one line of a message. */
public final class Printable {

    private static final int MAX_LENGTH = 200;

    private Printable() {}

    /**
     * The text with each character that moves the cursor, changes the direction of writing or cannot be seen replaced by
     * {@code ?}.
     */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> safe.appendCodePoint(isSafe(c) ? c : '?'));
        return safe.toString();
    }

    /** The text in double quotes, safe and cut to {@value #MAX_LENGTH} characters, for a message. */
    public static String quoted(String text) {
        int end = text.offsetByCodePoints(0, Math.min(MAX_LENGTH, text.codePointCount(0, text.length())));
        return "\"" + of(text.substring(0, end)) + (end < text.length() ? "…" : "") + "\"";
    }

    /** Whether the character is a blank, or one that a person sees; not one of the blanks of other scripts. */
    public static boolean isVisible(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.PRIVATE_USE, Character.SPACE_SEPARATOR -> false;
                    default -> isSafe(c);
                };
    }

    private static boolean isSafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
