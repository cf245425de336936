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
 * Java options as Spark's launcher reads them: {@code CommandBuilderUtils.parseOptionString} of spark-launcher.
 *
 * <p>Blanks separate words, both kinds of quotes hold them together, and a backslash takes the next character literally
 * everywhere but in single quotes. A reference is one opaque unit, whatever its default and its value hold. Unlike the
 * launcher's, this splitting leaves characters beyond U+FFFF whole.
 */
final class LauncherOptions {

    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[\\w!#$%&()*+,./:;<=>?@\\[\\]^`{|}~-]+");

    private final List<OptionWord> words = new ArrayList<>();
    private OptionWord.@Nullable Builder word;
    /** The quote that is open, or 0. */
    private char quote;

    private boolean escaped;

    private LauncherOptions() {}

    /** The message says what is wrong and holds nothing of the options. */
    static final class UnbalancedException extends Exception {

        private static final long serialVersionUID = 1L;

        UnbalancedException(String message) {
            super(message);
        }
    }

    static List<OptionWord> split(Template template) throws UnbalancedException {
        LauncherOptions options = new LauncherOptions();
        for (Part part : template.parts()) {
            switch (part) {
                case Literal literal -> options.read(literal.source());
                case Escape escape -> options.read(escape.text());
                case Placeholder placeholder -> {
                    options.escaped = false;
                    options.word().append(placeholder.reference());
                }
            }
        }
        return options.end();
    }

    /** The options that the launcher splits into these words. Blanks at the ends of words survive its trimming. */
    static String join(List<String> words) {
        return words.stream().map(LauncherOptions::quote).collect(Collectors.joining(" "));
    }

    private static String quote(String word) {
        if (NEEDS_NO_QUOTES.matcher(word).matches()) {
            return word;
        }
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void read(String text) {
        for (int at = 0; at < text.length(); at++) {
            read(text.charAt(at));
        }
    }

    private void read(char c) {
        if (escaped) {
            escaped = false;
            word().append(c);
        } else if (c == '\\' && quote != '\'') {
            escaped = true;
            word();
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
            word();
        } else if (quote != 0 && c == quote) {
            quote = 0;
        } else if (quote == 0 && Character.isWhitespace(c)) {
            endWord();
        } else {
            word().append(c);
        }
    }

    /** The word at hand, which a quote begins even when nothing follows in it. */
    private OptionWord.Builder word() {
        if (word == null) {
            word = new OptionWord.Builder();
        }
        return word;
    }

    private void endWord() {
        if (word != null) {
            words.add(word.build());
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
