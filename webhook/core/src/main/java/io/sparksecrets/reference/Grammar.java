package io.sparksecrets.reference;

import java.util.function.IntPredicate;

/** The terminals of the grammar at {@link Template}, for the parser and for references that a program makes. */
final class Grammar {

    static final String PREFIX = "${secrets";

    /** So that a version fits a 64-bit number. */
    static final int MAX_VERSION_DIGITS = 18;

    private Grammar() {}

    /** Whether one of the two beginnings that are ours stands at a place. */
    static boolean beginsReference(String text, int at) {
        int next = at + PREFIX.length();
        return text.startsWith(PREFIX, at)
                && next < text.length()
                && (text.charAt(next) == '.' || text.charAt(next) == ':');
    }

    /** The next place, from {@code from} on, where one of the two beginnings that are ours stands; -1 when there is none. */
    static int indexOfReference(String text, int from) {
        int at = text.indexOf(PREFIX, from);
        while (at >= 0 && !beginsReference(text, at)) {
            at = text.indexOf(PREFIX, at + PREFIX.length());
        }
        return at;
    }

    static boolean isStore(String text) {
        return isOneOrMore(text, Grammar::isStoreCharacter);
    }

    static boolean isPath(String text) {
        if (text.length() > Reference.MAX_PATH_LENGTH) {
            return false;
        }
        for (String segment : text.split("/", -1)) {
            if (!isOneOrMore(segment, Grammar::isNameCharacter) || !isFirstOfSegment(segment.charAt(0))) {
                return false;
            }
        }
        return true;
    }

    static boolean isField(String text) {
        return isOneOrMore(text, Grammar::isNameCharacter);
    }

    static boolean isVersion(String text) {
        return isOneOrMore(text, Grammar::isDigit) && text.length() <= MAX_VERSION_DIGITS && !isZero(text);
    }

    /** A default cannot end in a backslash, which would escape the closing brace, nor hold what begins like a reference. */
    static boolean isDefault(String decoded) {
        return !decoded.endsWith("\\") && indexOfReference(decoded, 0) < 0;
    }

    static boolean isFirstOfSegment(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_';
    }

    static boolean isNameCharacter(int c) {
        return isFirstOfSegment(c) || c == '-' || c == '.';
    }

    static boolean isStoreCharacter(int c) {
        return isFirstOfSegment(c) || c == '-';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isZero(String digits) {
        return digits.chars().allMatch(c -> c == '0');
    }

    private static boolean isOneOrMore(String text, IntPredicate character) {
        int at = 0;
        while (at < text.length() && character.test(text.charAt(at))) {
            at++;
        }
        return at > 0 && at == text.length();
    }
}
