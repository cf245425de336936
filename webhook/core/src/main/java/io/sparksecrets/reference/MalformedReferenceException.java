package io.sparksecrets.reference;

import java.util.Objects;

/**
 * A text holds something that begins like a reference and is none.
 *
 * <p>The message is one line for the person who wrote the text. It says where and why, and what would be right: <code>
 * malformed reference at character 9, "${secrets.DB ...": a blank at character 21 where "}" is expected; ...</code>
 *
 * <p>It quotes the names that were read and the character behind them, at most {@value #MAX_EXCERPT} characters, and
 * nothing of a default or of the text after the mistake: that may be a password in plain text.
 */
public final class MalformedReferenceException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final String OMISSION = "...";
    static final int MAX_EXCERPT = 60;

    private final int start;
    private final int position;

    /**
     * @param start where the malformed reference begins in the text, counted from 0 in UTF-16 units
     * @param position where in the text the offending character is, counted likewise; the text's length when it ends too early
     */
    MalformedReferenceException(String text, int start, int position, String why) {
        this(text, start, position, text.offsetByCodePoints(position, position < text.length() ? 1 : 0), why);
    }

    private MalformedReferenceException(String text, int start, int position, int quotedTo, String why) {
        super("malformed reference %s, \"%s\": %s"
                .formatted(FoundText.place(text, start), excerpt(text, start, quotedTo), why));
        this.start = start;
        this.position = position;
    }

    /** @param defaultStart where the default begins */
    static MalformedReferenceException inDefault(String text, int start, int defaultStart, int position, String why) {
        return new MalformedReferenceException(text, start, position, defaultStart, why);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** Where the malformed reference begins in the text, counted from 0 in UTF-16 units. */
    public int start() {
        return start;
    }

    /** Where the text stops being a reference, counted from 0 in UTF-16 units; its length when it ends too early. */
    public int position() {
        return position;
    }

    private static String excerpt(String text, int from, int to) {
        String excerpt = FoundText.printable(text.substring(from, to)) + (to < text.length() ? OMISSION : "");
        if (excerpt.length() <= MAX_EXCERPT) {
            return excerpt;
        }
        int half = (MAX_EXCERPT - OMISSION.length()) / 2;
        return excerpt.substring(0, half) + OMISSION + excerpt.substring(excerpt.length() - half);
    }
}
