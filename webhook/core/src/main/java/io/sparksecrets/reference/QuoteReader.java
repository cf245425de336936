package io.sparksecrets.reference;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the kind of quoted text at places of a text, in their order and in one pass. */
final class QuoteReader {

    /** How far back a quote or a name is looked for. */
    private static final int WINDOW = 1024;

    /** The flag that every module of a JAAS text has, with an option behind it. */
    private static final Pattern JAAS =
            Pattern.compile("\\b(?:required|requisite|sufficient|optional)\\s+\\w", Pattern.CASE_INSENSITIVE);

    private static final Pattern OPTION = Pattern.compile("\\w\\s{0,9}=\\s{0,9}'?$");

    private final String text;
    private final int jaasFrom;
    private final int jsonFrom;
    private int at;
    private int open = -1;

    QuoteReader(String text) {
        this.text = text;
        Matcher jaas = JAAS.matcher(text);
        this.jaasFrom = jaas.find() ? jaas.end() : Integer.MAX_VALUE;
        int brace = text.indexOf('{');
        int bracket = text.indexOf('[');
        this.jsonFrom = brace < 0 || (bracket >= 0 && bracket < brace) ? bracket : brace;
    }

    /** @param place not before that of the call before */
    QuotedText kindAt(int place) {
        readTo(place);
        QuotedText found = openedBy(open);
        if (found == QuotedText.NONE) {
            found = openedBy(lastEscapedQuote(place));
        }
        return found == QuotedText.NONE && jaasFrom <= place && isOption(place) ? QuotedText.JAAS_OTHERWISE : found;
    }

    /** Reads quotes from the beginning. */
    private void readTo(int place) {
        for (; at < place; at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                open = open < 0 ? at : -1;
            }
        }
    }

    /** The nearest quote before the place, where it is written with a backslash, as within quotes of a shell or of Java. */
    private int lastEscapedQuote(int place) {
        int quote = place - 1;
        int end = Math.max(0, place - WINDOW);
        while (quote > end && text.charAt(quote) != '"') {
            quote--;
        }
        return quote > end && text.charAt(quote - 1) == '\\' ? quote : -1;
    }

    private QuotedText openedBy(int quote) {
        int opener = quote - 1;
        while (opener >= 0 && isBetween(text.charAt(opener)) && quote - opener < WINDOW) {
            opener--;
        }
        if (opener < 0) {
            return QuotedText.NONE;
        }
        char c = text.charAt(opener);
        if (c == '=' && jaasFrom <= opener) {
            return QuotedText.JAAS_IN_DOUBLE_QUOTES;
        }
        return ":,[{".indexOf(c) >= 0 && jsonFrom >= 0 && jsonFrom <= opener ? QuotedText.JSON : QuotedText.NONE;
    }

    private static boolean isBetween(char c) {
        return c == '\\' || Character.isWhitespace(c);
    }

    private boolean isOption(int place) {
        return OPTION.matcher(text).region(Math.max(0, place - 32), place).find();
    }
}
