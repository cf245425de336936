package io.sparksecrets.reference;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL in which a place of a text stands.
 *
 * @param scheme in lower case, such as {@code https} or {@code jdbc:postgresql}
 * @param hasAuthority whether {@code //} follows the scheme
 * @param before what stands between the scheme and the place
 * @param after what stands between the place and the end of the URL
 */
record UrlText(String scheme, boolean hasAuthority, String before, String after) {

    /** How far a URL is looked at on both sides of a place. Keeps the work linear in the length of a text. */
    private static final int WINDOW = 1024;

    private static final String JDBC = "jdbc:";
    private static final String ENDS = "\"'<>`";

    /** Where the next URL of a list begins. */
    private static final Pattern NEXT_OF_LIST =
            Pattern.compile(",(?=(?:jdbc:)?[A-Za-z][A-Za-z0-9+.-]*(?::[A-Za-z0-9+]+)*://)");

    private static final Pattern JDBC_WITHOUT_AUTHORITY = Pattern.compile("jdbc:[A-Za-z0-9+]+:");

    /** Empty where the place is in no URL. */
    static Optional<UrlText> around(String text, int at) {
        String before = withoutEarlierUrls(text.substring(start(text, at), at));
        String after = text.substring(at + 1, end(text, at + 1));
        Matcher next = NEXT_OF_LIST.matcher(after);
        return find(before, next.find() ? after.substring(0, next.start()) : after);
    }

    /** Whether the place stands behind {@code name=} of a parameter, whichever way the scheme separates parameters. */
    boolean isInParameter() {
        int separator = -1;
        for (char c : new char[] {'?', '&', ';'}) {
            separator = Math.max(separator, before.lastIndexOf(c));
        }
        return separator >= 0 && before.indexOf('=', separator) > separator + 1;
    }

    /** The rest of the authority behind the place, as far as it is literal. */
    String restOfAuthority() {
        int end = 0;
        while (end < after.length() && "/?#".indexOf(after.charAt(end)) < 0) {
            end++;
        }
        return after.substring(0, end);
    }

    private static Optional<UrlText> find(String before, String after) {
        int separator = before.indexOf("://");
        int jdbc = before.indexOf(JDBC);
        int start = separator;
        while (start > 0 && isOfScheme(before.charAt(start - 1))) {
            start--;
        }
        if (jdbc >= 0 && (separator < 0 || jdbc < start)) {
            Matcher scheme = JDBC_WITHOUT_AUTHORITY.matcher(before);
            return scheme.find(jdbc)
                    ? Optional.of(url(
                            scheme.group().substring(0, scheme.group().length() - 1),
                            false,
                            before.substring(scheme.end()),
                            after))
                    : Optional.empty();
        }
        if (separator < 0) {
            return Optional.empty();
        }
        String scheme = before.substring(start, separator);
        int begin = jdbc >= start && jdbc >= 0 ? scheme.lastIndexOf(JDBC) : scheme.lastIndexOf(':') + 1;
        String name = scheme.substring(begin);
        return name.isEmpty() ? Optional.empty() : Optional.of(url(name, true, before.substring(separator + 3), after));
    }

    private static UrlText url(String scheme, boolean hasAuthority, String before, String after) {
        return new UrlText(scheme.toLowerCase(Locale.ROOT), hasAuthority, before, after);
    }

    private static String withoutEarlierUrls(String text) {
        Matcher next = NEXT_OF_LIST.matcher(text);
        int start = 0;
        while (next.find()) {
            start = next.end();
        }
        return text.substring(start);
    }

    private static int start(String text, int at) {
        int start = at;
        while (start > Math.max(0, at - WINDOW) && !ends(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static int end(String text, int from) {
        int end = from;
        while (end < Math.min(text.length(), from + WINDOW) && !ends(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean ends(char c) {
        return Character.isWhitespace(c) || ENDS.indexOf(c) >= 0;
    }

    private static boolean isOfScheme(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '.'
                || c == '-'
                || c == ':';
    }
}
