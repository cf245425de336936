package io.sparksecrets.reference;

import io.sparksecrets.reference.Template.Escape;
import io.sparksecrets.reference.Template.Literal;
import io.sparksecrets.reference.Template.Part;
import io.sparksecrets.reference.Template.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar at {@link Template} a second time, as regular expressions, to compare the parser with. For texts of about a
 * thousand characters at most, because Java's regular expressions recurse.
 */
final class GrammarAsRegex {

    private static final Pattern BEGINNING = Pattern.compile("\\$?\\$\\{secrets[.:]");

    private static final String SEGMENT = "[A-Za-z0-9_][A-Za-z0-9_.-]*";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{secrets(?:\\.|:(?<store>[A-Za-z0-9_-]+):)"
            + "(?<path>(?=[^#@|:}]{1,253}[#@|:}])" + SEGMENT + "(?:/" + SEGMENT + ")*)"
            + "(?:#(?<field>[A-Za-z0-9_.-]+))?"
            + "(?:@(?<version>(?=0*[1-9])[0-9]{1,18}))?"
            + "(?:\\|(?<encoding>url|json|base64))?"
            + "(?::-(?<default>(?:\\\\}|(?!\\$\\{secrets[.:])[^}])*+))?"
            + "}");

    private GrammarAsRegex() {}

    /**
     * What a text consists of.
     *
     * @param mistake where the first malformed reference begins; -1 when there is none
     */
    record Reading(List<Part> parts, int mistake) {}

    static Reading read(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher beginning = BEGINNING.matcher(text);
        Matcher reference = REFERENCE.matcher(text);
        int literal = 0;
        while (beginning.find(literal)) {
            int start = beginning.start();
            if (start > literal) {
                parts.add(new Literal(text.substring(literal, start)));
            }
            if (text.startsWith("$$", start)) {
                parts.add(new Escape(beginning.group()));
                literal = beginning.end();
            } else if (reference.region(start, text.length()).lookingAt()) {
                parts.add(new Placeholder(referenceOf(reference), reference.group(), start));
                literal = reference.end();
            } else {
                return new Reading(parts, start);
            }
        }
        if (literal < text.length()) {
            parts.add(new Literal(text.substring(literal)));
        }
        return new Reading(parts, -1);
    }

    private static Reference referenceOf(Matcher match) {
        String encoding = match.group("encoding");
        String escaped = match.group("default");
        return new Reference(
                match.group("store"),
                match.group("path"),
                match.group("field"),
                match.group("version"),
                encoding == null ? null : Encoding.valueOf(encoding.toUpperCase(Locale.ROOT)),
                escaped == null ? null : escaped.replace("\\}", "}"));
    }
}
