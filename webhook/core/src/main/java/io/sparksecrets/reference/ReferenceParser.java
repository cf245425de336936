package io.sparksecrets.reference;

import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Reads one reference by recursive descent, one method for each rule of the grammar at {@link Template}. */
final class ReferenceParser {

    private static final String SHORT_EXAMPLE = "as in ${secrets.DB_PASSWORD}";
    private static final String LONG_EXAMPLE = "as in ${secrets:vault:team/DB_PASSWORD}";
    private static final String STORE_HINT =
            "a store is named as in ${secrets:vault:KEY}, and ${secrets.KEY} means the default store";
    private static final String ORDER_HINT =
            "the order is ${secrets.path#field@version|encoding:-default}, and only the path is required";

    private static final String DEFAULT_HINT = "a default is written as in ${secrets.KEY:-none}";
    private static final String ENCODINGS = "the encodings are |url, |json and |base64, as in ${secrets.KEY|url}";

    private final String text;
    private final int start;
    private int at;

    /** @param start where <code>${secrets</code> stands in the text, followed by a dot or a colon */
    ReferenceParser(String text, int start) {
        this.text = text;
        this.start = start;
        this.at = start + Grammar.PREFIX.length();
    }

    /** Where the text goes on after the reference. */
    int end() {
        return at;
    }

    Reference parse() throws MalformedReferenceException {
        boolean longForm = text.charAt(at++) == ':';
        String store = longForm ? store() : null;
        String path = path(longForm ? LONG_EXAMPLE : SHORT_EXAMPLE);
        String field = accept('#') ? field() : null;
        String version = accept('@') ? version() : null;
        Encoding encoding = accept('|') ? encoding() : null;
        String defaultText = accept(':') ? defaultText() : null;
        if (!accept('}')) {
            throw unexpected("\"}\"", hintForMissingBrace(version, encoding));
        }
        return new Reference(store, path, field, version, encoding, defaultText);
    }

    private String store() throws MalformedReferenceException {
        String hint = found("-=?+") ? "for a shell variable called secrets, write $${secrets:" : STORE_HINT;
        String store = oneOrMore(Grammar::isStoreCharacter, "the name of a store", hint);
        if (!accept(':')) {
            throw unexpected("\":\" and a path", hint);
        }
        return store;
    }

    private String path(String example) throws MalformedReferenceException {
        int from = at;
        do {
            if (!found(Grammar::isFirstOfSegment)) {
                String expected = at == from ? "the path of a secret" : "the next part of the path";
                throw unexpected(expected, "it begins with a letter, a digit or \"_\", " + example);
            }
            skip(Grammar::isNameCharacter);
        } while (accept('/'));
        if (at - from > Reference.MAX_PATH_LENGTH) {
            throw new MalformedReferenceException(
                    text,
                    start,
                    from + Reference.MAX_PATH_LENGTH,
                    "the path has %d characters, and %d are allowed".formatted(at - from, Reference.MAX_PATH_LENGTH));
        }
        return text.substring(from, at);
    }

    private String field() throws MalformedReferenceException {
        return oneOrMore(Grammar::isNameCharacter, "the name of a field", "as in ${secrets.db#user}");
    }

    private String version() throws MalformedReferenceException {
        int from = at;
        String version = oneOrMore(
                Grammar::isDigit,
                "a version",
                "it is a number, as in ${secrets.KEY@3}; for the newest version leave \"@\" out");
        if (version.length() > Grammar.MAX_VERSION_DIGITS) {
            throw new MalformedReferenceException(
                    text,
                    start,
                    from + Grammar.MAX_VERSION_DIGITS,
                    "the version has %d digits, and %d are allowed"
                            .formatted(version.length(), Grammar.MAX_VERSION_DIGITS));
        }
        if (Grammar.isZero(version)) {
            throw new MalformedReferenceException(
                    text, start, from, "versions count from 1; for the newest version leave \"@\" out");
        }
        return version;
    }

    private Encoding encoding() throws MalformedReferenceException {
        int from = at;
        String name = oneOrMore(Grammar::isNameCharacter, "an encoding", ENCODINGS);
        Optional<Encoding> encoding = Encoding.named(name);
        if (encoding.isEmpty()) {
            throw new MalformedReferenceException(
                    text, start, from, "no encoding of this name; " + meantBy(name) + ENCODINGS + "; " + DEFAULT_HINT);
        }
        return encoding.get();
    }

    private static String meantBy(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String meant = "";
        if (lower.startsWith("ur") || lower.startsWith("percent")) {
            meant = "url";
        } else if (lower.startsWith("js") || lower.startsWith("jaas")) {
            meant = "json";
        } else if (lower.contains("64")) {
            meant = "base64";
        }
        return meant.isEmpty() ? "" : "is |" + meant + " meant? ";
    }

    private String defaultText() throws MalformedReferenceException {
        if (!accept('-')) {
            throw unexpected("\"-\"", DEFAULT_HINT + "; " + STORE_HINT);
        }
        int from = at;
        StringBuilder decoded = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '}') {
            if (Grammar.beginsReference(text, at)) {
                throw MalformedReferenceException.inDefault(
                        text,
                        start,
                        from,
                        at,
                        "another reference begins %s, inside the default; references do not nest, is \"}\" missing?"
                                .formatted(FoundText.place(text, at)));
            }
            if (text.startsWith("\\}", at)) {
                at++;
            }
            decoded.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw MalformedReferenceException.inDefault(
                    text,
                    start,
                    from,
                    at,
                    "the text ends where \"}\" is expected; the default ends at the first \"}\" without a backslash before it");
        }
        return decoded.toString();
    }

    private String hintForMissingBrace(@Nullable String version, @Nullable Encoding encoding) {
        if (at >= text.length()) {
            return SHORT_EXAMPLE;
        }
        if (found("|")) {
            return "a reference has one encoding";
        }
        if (found("#@/")) {
            return ORDER_HINT;
        }
        if (found("$\"'{,;")) {
            return "is \"}\" missing?";
        }
        if (encoding != null) {
            return ENCODINGS;
        }
        return version != null
                ? "a version is a number, as in ${secrets.KEY@3}"
                : "a name holds letters (a-z, A-Z), digits, \"_\", \"-\" and \".\"";
    }

    private String oneOrMore(IntPredicate character, String what, String hint) throws MalformedReferenceException {
        int from = at;
        skip(character);
        if (at == from) {
            throw unexpected(what, hint);
        }
        return text.substring(from, at);
    }

    private void skip(IntPredicate character) {
        while (found(character)) {
            at++;
        }
    }

    private boolean found(IntPredicate character) {
        return at < text.length() && character.test(text.charAt(at));
    }

    private boolean found(String oneOf) {
        return found(c -> oneOf.indexOf(c) >= 0);
    }

    private boolean accept(char expected) {
        boolean accepted = found(c -> c == expected);
        if (accepted) {
            at++;
        }
        return accepted;
    }

    private MalformedReferenceException unexpected(String expected, String hint) {
        String found = FoundText.describe(text, at);
        return new MalformedReferenceException(
                text, start, at, "%s where %s is expected; %s".formatted(found, expected, hint));
    }
}
