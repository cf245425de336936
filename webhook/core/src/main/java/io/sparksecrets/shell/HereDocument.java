package io.sparksecrets.shell;

/**
 * A here-document whose text is still to come.
 *
 * @param stripsTabs whether it is {@code <<-}
 * @param command the command whose input it is
 */
record HereDocument(HereDelimiter delimiter, boolean stripsTabs, SimpleCommand command) {

    /**
     * Where the text of the here-document is.
     *
     * @param end where the delimiter's line begins
     * @param resume where the shell goes on
     */
    record Extent(int end, int resume) {}

    /** Without a delimiter it reaches to the limit, as in the shells. */
    Extent find(String text, int from, int limit) {
        boolean continued = false;
        int line = from;
        while (line < limit) {
            int newline = text.indexOf('\n', line, limit);
            int end = newline < 0 ? limit : newline;
            int next = newline < 0 ? limit : newline + 1;
            if (!continued && isDelimiter(text, line, end)) {
                return new Extent(line, next);
            }
            continued = !delimiter.quoted() && endsInBackslash(text, line, end);
            line = next;
        }
        return new Extent(limit, limit);
    }

    private boolean isDelimiter(String text, int line, int end) {
        int from = line;
        while (stripsTabs && from < end && text.charAt(from) == '\t') {
            from++;
        }
        String expected = delimiter.text();
        return end - from == expected.length() && text.startsWith(expected, from);
    }

    private static boolean endsInBackslash(String text, int line, int end) {
        int from = end;
        while (from > line && text.charAt(from - 1) == '\\') {
            from--;
        }
        return (end - from) % 2 == 1;
    }
}
