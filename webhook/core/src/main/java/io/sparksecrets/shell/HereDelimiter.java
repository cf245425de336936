package io.sparksecrets.shell;

/**
 * The word that says which line ends a here-document.
 *
 * @param text the line
 * @param quoted whether a part of the word is quoted, so that the here-document is literal
 * @param end where the word ends in the script
 */
record HereDelimiter(String text, boolean quoted, int end) {

    private static final String ENDS_WORD = " \t\n;&|<>()";

    static HereDelimiter at(String script, int start, int limit) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        int at = start;
        while (at < limit && ENDS_WORD.indexOf(script.charAt(at)) < 0) {
            char next = script.charAt(at);
            if (next == '\'' || next == '"') {
                int close = script.indexOf(next, at + 1, limit);
                text.append(script, at + 1, close < 0 ? limit : close);
                at = close < 0 ? limit : close + 1;
                quoted = true;
            } else if (next == '\\') {
                text.append(script, Math.min(at + 1, limit), Math.min(at + 2, limit));
                at = Math.min(at + 2, limit);
                quoted = true;
            } else {
                text.append(next);
                at++;
            }
        }
        boolean plain = text.chars().noneMatch(c -> "$`\\\"\n".indexOf(c) >= 0);
        if (!plain || at == start) {
            throw new UnreadableException("a here-document has no plain word such as EOF as its delimiter");
        }
        return new HereDelimiter(text.toString(), quoted, at);
    }
}
