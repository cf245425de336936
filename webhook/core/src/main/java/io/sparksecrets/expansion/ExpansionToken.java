package io.sparksecrets.expansion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A piece of a text as Kubernetes reads it where it expands variables.
 *
 * <p>The rules are those of {@code Expand} in {@code third_party/forked/golang/expansion/expand.go} of Kubernetes, read from left
 * to right: {@code $$} stands for {@code $}; {@code $(} and all up to the next <code>)</code> is one name, whatever is in it, and
 * stands for the value of that variable, or for itself when there is none; {@code $(} that nothing closes stands for itself, and so
 * does any other {@code $}. What is put in is not read again.
 *
 * @param text all of the text
 * @param start where the piece begins in it
 * @param end where what follows the piece begins
 */
public record ExpansionToken(Kind kind, String text, int start, int end) {

    private static final String OPEN = "$(";

    /** What a piece is. */
    public enum Kind {
        /** Text that stands for itself. */
        LITERAL,
        /** {@code $$} */
        ESCAPE,
        /** {@code $(NAME)}, whether there is such a variable or not. */
        VARIABLE,
        /** {@code $(} without an end; whatever is put behind it may end it. */
        UNCLOSED
    }

    /** The pieces of a text, in its order and without gaps. */
    public static List<ExpansionToken> of(String text) {
        List<ExpansionToken> tokens = new ArrayList<>();
        int lastClose = text.lastIndexOf(')');
        int literal = 0;
        int at = text.indexOf('$');
        while (at >= 0 && at + 1 < text.length()) {
            Kind kind = kindAt(text, at, lastClose);
            int end = kind == Kind.VARIABLE ? text.indexOf(')', at) + 1 : at + (kind == Kind.LITERAL ? 1 : 2);
            if (kind != Kind.LITERAL) {
                addLiteral(text, literal, at, tokens);
                tokens.add(new ExpansionToken(kind, text, at, end));
                literal = end;
            }
            at = text.indexOf('$', end);
        }
        addLiteral(text, literal, text.length(), tokens);
        return tokens;
    }

    /** @param lastClose looked for once, so that a text of nothing but openings takes no time */
    private static Kind kindAt(String text, int dollar, int lastClose) {
        return switch (text.charAt(dollar + 1)) {
            case '$' -> Kind.ESCAPE;
            case '(' -> dollar < lastClose ? Kind.VARIABLE : Kind.UNCLOSED;
            default -> Kind.LITERAL;
        };
    }

    private static void addLiteral(String text, int start, int end, List<ExpansionToken> tokens) {
        if (start < end) {
            tokens.add(new ExpansionToken(Kind.LITERAL, text, start, end));
        }
    }

    /** The variables that a text takes in. */
    public static Stream<ExpansionToken> variables(String text) {
        return text.contains(OPEN) ? of(text).stream().filter(token -> token.kind == Kind.VARIABLE) : Stream.empty();
    }

    /** Their names, each as often as it stands there. */
    public static Stream<String> names(String text) {
        return variables(text).map(ExpansionToken::name);
    }

    /** What takes a variable in. */
    public static String variable(String name) {
        return OPEN + name + ')';
    }

    /** The variable's name. */
    public String name() {
        if (kind != Kind.VARIABLE) {
            throw new IllegalStateException("only a variable has a name");
        }
        return text.substring(start + OPEN.length(), end - 1);
    }

    /** What stands there. */
    public String source() {
        return text.substring(start, end);
    }
}
