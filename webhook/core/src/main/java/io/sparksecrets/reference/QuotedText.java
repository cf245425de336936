package io.sparksecrets.reference;

import java.util.regex.Pattern;

/** The kind of quoted text in which a place of a text stands. */
enum QuotedText {
    NONE,
    JSON,
    JAAS_IN_DOUBLE_QUOTES,
    /** Without quotes, or in single quotes, for which there is no encoding. */
    JAAS_OTHERWISE;

    /** The flag that every module of a JAAS text has, with an option behind it. */
    private static final Pattern JAAS =
            Pattern.compile("\\b(?:required|requisite|sufficient|optional)\\s+\\w", Pattern.CASE_INSENSITIVE);

    private static final Pattern OPTION = Pattern.compile("\\w\\s*=\\s*'?$");

    static QuotedText around(String text, int at) {
        QuotedText found = openedBy(text, lastOpenQuote(text, at));
        if (found == NONE) {
            found = openedBy(text, lastEscapedQuote(text, at));
        }
        return found == NONE
                        && isJaas(text, at)
                        && OPTION.matcher(text.substring(0, at)).find()
                ? JAAS_OTHERWISE
                : found;
    }

    /** Whether a character of the value is read as something else when it stands there as it is. */
    boolean givesMeaningTo(int c) {
        return switch (this) {
            case NONE -> false;
            case JSON -> c == '"' || c == '\\' || c < ' ';
            case JAAS_IN_DOUBLE_QUOTES -> c == '"' || c == '\\' || c == '\n' || c == '\r';
            case JAAS_OTHERWISE -> !Encoding.isUnreserved(c);
        };
    }

    /** The double quote in which the place stands, when quotes are read from the beginning; -1 where there is none. */
    private static int lastOpenQuote(String text, int at) {
        int open = -1;
        for (int i = 0; i < at; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                open = open < 0 ? i : -1;
            }
        }
        return open;
    }

    /** The nearest quote before the place, where it is written with a backslash, as within quotes of a shell or of Java. */
    private static int lastEscapedQuote(String text, int at) {
        int quote = text.lastIndexOf('"', at - 1);
        return quote > 0 && text.charAt(quote - 1) == '\\' ? quote : -1;
    }

    private static QuotedText openedBy(String text, int quote) {
        int at = quote - 1;
        while (at >= 0 && (text.charAt(at) == '\\' || Character.isWhitespace(text.charAt(at)))) {
            at--;
        }
        if (at < 0) {
            return NONE;
        }
        char opener = text.charAt(at);
        if (":,[{".indexOf(opener) >= 0) {
            String beginning = text.substring(0, at + 1);
            return beginning.indexOf('{') >= 0 || beginning.indexOf('[') >= 0 ? JSON : NONE;
        }
        return opener == '=' && isJaas(text, at) ? JAAS_IN_DOUBLE_QUOTES : NONE;
    }

    private static boolean isJaas(String text, int before) {
        return JAAS.matcher(text).region(0, before).find();
    }
}
