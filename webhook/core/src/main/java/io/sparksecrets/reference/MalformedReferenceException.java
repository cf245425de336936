package io.sparksecrets.reference;

/**
 * A text holds something that begins like a reference and is none.
 *
 * <p>The message says where and why, and what would be right: <code>malformed reference at character 9, "${secrets.DB
 * PASS}": ...</code>. It quotes at most {@value #MAX_EXCERPT} characters of the text.
 */
public final class MalformedReferenceException extends Exception {

    private static final long serialVersionUID = 1L;
    static final int MAX_EXCERPT = 60;

    private final int start;
    private final int position;

    /**
     * @param start where the malformed reference begins in the text, counted from 0 in UTF-16 units
     * @param position where in the text the offending character is, counted likewise; the text's length when it ends too early
     */
    MalformedReferenceException(String text, int start, int position, String why) {
        super("malformed reference at character %d, \"%s\": %s"
                .formatted(start + 1, excerpt(text, start, position), why));
        this.start = start;
        this.position = position;
    }

    public int start() {
        return start;
    }

    public int position() {
        return position;
    }

    private static String excerpt(String text, int start, int position) {
        int close = text.indexOf('}', position);
        int end = close < 0 ? text.length() : close + 1;
        boolean cut = end - start > MAX_EXCERPT;
        String excerpt = text.substring(start, cut ? start + MAX_EXCERPT : end);
        return excerpt.replaceAll("\\p{Cntrl}", "?") + (cut ? "…" : "");
    }
}
