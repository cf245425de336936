package io.sparksecrets.conf;

import io.sparksecrets.reference.Template;
import io.sparksecrets.reference.Template.Escape;
import io.sparksecrets.reference.Template.Literal;
import io.sparksecrets.reference.Template.Part;
import io.sparksecrets.reference.Template.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Options in one text, as their reader splits it into words: mostly Spark's launcher, {@code
 * CommandBuilderUtils.parseOptionString} of spark-launcher.
 *
 * <p>Blanks separate words, both kinds of quotes hold them together, and a backslash takes the next character literally
 * everywhere but in single quotes; {@link OptionQuoting} says how other readers differ. A reference is one opaque unit, whatever
 * its default and its value hold. Unlike the launcher's, this splitting leaves characters beyond U+FFFF whole.
 */
final class LauncherOptions {

    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[\\w!#$%&()*+,./:;<=>?@\\[\\]^`{|}~-]+");

    private final OptionQuoting quoting;
    private final List<OptionWord> words = new ArrayList<>();
    private OptionWord.@Nullable Builder word;
    /** Where in the text the character or the reference at hand stands. */
    private int at;
    /** The quote that is open, or 0. */
    private char quote;

    private boolean escaped;

    private LauncherOptions(OptionQuoting quoting) {
        this.quoting = quoting;
    }

    /** The message says what is wrong and holds nothing of the options. */
    static final class UnbalancedException extends Exception {

        private static final long serialVersionUID = 1L;

        UnbalancedException(String message) {
            super(message);
        }
    }

    static List<OptionWord> split(Template template) throws UnbalancedException {
        return split(template, OptionQuoting.LAUNCHER);
    }

    static List<OptionWord> split(Template template, OptionQuoting quoting) throws UnbalancedException {
        LauncherOptions options = new LauncherOptions(quoting);
        int start = 0;
        for (Part part : template.parts()) {
            options.at = start;
            switch (part) {
                case Literal literal -> options.read(literal.source());
                case Escape escape -> options.read(escape.text());
                case Placeholder placeholder -> options.read(placeholder);
            }
            start += part.source().length();
        }
        options.at = start;
        return options.end();
    }

    /** The words of a text in which references mean nothing. */
    static List<String> splitText(String text, OptionQuoting quoting) throws UnbalancedException {
        LauncherOptions options = new LauncherOptions(quoting);
        options.read(text);
        return options.end().stream()
                .map(word -> word.render(reference -> reference.toString()))
                .toList();
    }

    /** The options that the launcher, and Python's shlex too, splits into these words. Blanks at the ends survive trimming. */
    static String join(List<String> words) {
        return words.stream().map(LauncherOptions::quote).collect(Collectors.joining(" "));
    }

    static String quote(String word) {
        if (NEEDS_NO_QUOTES.matcher(word).matches()) {
            return word;
        }
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void read(Placeholder placeholder) {
        endEscape('$');
        word().append(placeholder.reference());
    }

    private void read(String text) {
        for (int i = 0; i < text.length(); i++) {
            read(text.charAt(i));
            at++;
        }
    }

    private void read(char c) {
        if (escaped) {
            endEscape(c);
            word().append(c);
        } else if (c == '\\' && quote != '\'' && quoting.hasQuotes()) {
            escaped = true;
            word();
        } else if (quote == 0 && (c == '"' || c == '\'') && quoting.hasQuotes()) {
            quote = c;
            word();
        } else if (quote != 0 && c == quote) {
            quote = 0;
        } else if (quote == 0 && quoting.separates(c)) {
            endWord();
        } else {
            word().append(c);
        }
    }

    private void endEscape(char next) {
        if (escaped && quoting.keepsBackslash(quote, next)) {
            word().append('\\');
        }
        escaped = false;
    }

    /** The word at hand, which a quote begins even when nothing follows in it. */
    private OptionWord.Builder word() {
        if (word == null) {
            word = new OptionWord.Builder(at);
        }
        return word;
    }

    private void endWord() {
        if (word != null) {
            words.add(word.build(at));
            word = null;
        }
    }

    private List<OptionWord> end() throws UnbalancedException {
        if (quote != 0) {
            throw new UnbalancedException("a quote (" + quote + ") is opened and never closed");
        }
        if (escaped) {
            throw new UnbalancedException("the options end with a backslash that has nothing to escape");
        }
        endWord();
        return words;
    }
}
