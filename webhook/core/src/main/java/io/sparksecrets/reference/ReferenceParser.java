package io.sparksecrets.reference;

/** Reads one reference by recursive descent, one method for each rule of the grammar at {@link Template}. */
final class ReferenceParser {

    private static final int MAX_VERSION_DIGITS = 18;

    private final String text;
    private final int start;
    private int at;

    /** @param start where <code>${secrets</code> stands in the text, followed by a dot or a colon */
    ReferenceParser(String text, int start) {
        this.text = text;
        this.start = start;
        this.at = start + Template.PREFIX.length();
    }

    /** Where the text goes on after the reference. */
    int end() {
        return at;
    }

    Reference parse() throws MalformedReferenceException {
        String store = text.charAt(at++) == ':' ? store() : null;
        String path = path();
        String field = accept('#') ? field() : null;
        String version = accept('@') ? version() : null;
        String defaultText = accept(':') ? defaultText() : null;
        if (!accept('}')) {
            throw unexpected(defaultText != null ? "\"}\"" : "\"}\", or \"#\", \"@\" or \":-\" in this order");
        }
        return new Reference(store, path, field, version, defaultText);
    }

    private String store() throws MalformedReferenceException {
        int from = at;
        while (at < text.length() && isStoreCharacter(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw unexpected("the name of a store, as in ${secrets:vault:team/KEY}");
        }
        String store = text.substring(from, at);
        if (!accept(':')) {
            throw unexpected("\":\" and a path after the store \"" + store + "\"");
        }
        return store;
    }

    private String path() throws MalformedReferenceException {
        int from = at;
        do {
            if (at >= text.length() || !isFirstOfSegment(text.charAt(at))) {
                throw unexpected("a path, whose segments begin with a letter, a digit or \"_\"");
            }
            while (at < text.length() && isNameCharacter(text.charAt(at))) {
                at++;
            }
        } while (accept('/'));
        if (at - from > Reference.MAX_PATH_LENGTH) {
            throw new MalformedReferenceException(
                    text,
                    start,
                    from + Reference.MAX_PATH_LENGTH,
                    "its path has %d characters; %d are allowed".formatted(at - from, Reference.MAX_PATH_LENGTH));
        }
        return text.substring(from, at);
    }

    private String field() throws MalformedReferenceException {
        int from = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw unexpected("the name of a field after \"#\"");
        }
        return text.substring(from, at);
    }

    private String version() throws MalformedReferenceException {
        int from = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw unexpected("a version, a number, after \"@\"");
        }
        if (at - from > MAX_VERSION_DIGITS) {
            throw new MalformedReferenceException(
                    text, start, from + MAX_VERSION_DIGITS, "its version has more than 18 digits");
        }
        return text.substring(from, at);
    }

    private String defaultText() throws MalformedReferenceException {
        if (!accept('-')) {
            throw unexpected("\":-\" before a default");
        }
        StringBuilder decoded = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '}') {
            if (text.charAt(at) == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '}') {
                at++;
            }
            decoded.append(text.charAt(at++));
        }
        return decoded.toString();
    }

    private boolean accept(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private MalformedReferenceException unexpected(String expected) {
        return new MalformedReferenceException(text, start, at, found() + " where " + expected + " is expected");
    }

    private String found() {
        if (at >= text.length()) {
            return "the text ends";
        }
        int character = text.codePointAt(at);
        return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE
                ? "the character U+%04X".formatted(character)
                : "\"" + Character.toString(character) + "\"";
    }

    private static boolean isFirstOfSegment(char c) {
        return isAlpha(c) || isDigit(c) || c == '_';
    }

    private static boolean isNameCharacter(char c) {
        return isFirstOfSegment(c) || c == '-' || c == '.';
    }

    private static boolean isStoreCharacter(char c) {
        return isFirstOfSegment(c) || c == '-';
    }

    private static boolean isAlpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
