package io.sparksecrets.shell;

import static io.sparksecrets.shell.Frame.Kind.ARITHMETIC;
import static io.sparksecrets.shell.Frame.Kind.DOUBLE_QUOTES;
import static io.sparksecrets.shell.Frame.Kind.HERE_DOCUMENT;
import static io.sparksecrets.shell.Frame.Kind.OLD_ARITHMETIC;
import static io.sparksecrets.shell.Frame.Kind.PARAMETER;
import static io.sparksecrets.shell.Frame.Kind.SUBSTITUTION;

/** Reads quotes and what begins with a dollar sign: POSIX.1-2024, Shell Command Language, sections 2.2 and 2.6. */
final class ExpansionReader {

    private final Reading reading;

    ExpansionReader(Reading reading) {
        this.reading = reading;
    }

    /** The next character within double quotes. */
    void inDoubleQuotes() {
        if (reading.peek(0) == '"') {
            reading.at++;
            reading.pop();
        } else {
            inHereDocument();
        }
    }

    void inHereDocument() {
        switch (reading.peek(0)) {
            case '\\' -> backslash();
            case '`' -> backquotes();
            case '$' -> dollarSign();
            default -> reading.pass(1);
        }
    }

    void inParameter() {
        Frame frame = reading.top();
        switch (reading.peek(0)) {
            case '}' -> {
                reading.at++;
                reading.pop();
            }
            case '\'' -> {
                if (frame.quoted && (!frame.pattern || isOfHereDocument(frame))) {
                    throw new UnreadableException(
                            "${...} within double quotes or a here-document has a single quote, which shells read differently");
                }
                singleQuotes();
            }
            case '"' -> {
                if (isOfHereDocument(frame)) {
                    throw new UnreadableException(
                            "${...} within a here-document has a double quote, which shells read differently");
                }
                String refusal = frame.quoted ? Refusal.INNER_QUOTES : null;
                reading.push(DOUBLE_QUOTES, 1, refusal).inParameter = true;
            }
            default -> inHereDocument();
        }
    }

    private boolean isOfHereDocument(Frame parameter) {
        return parameter.quoted && reading.innermost(HERE_DOCUMENT, DOUBLE_QUOTES).kind == HERE_DOCUMENT;
    }

    void inArithmetic() {
        Frame frame = reading.top();
        char open = frame.kind == ARITHMETIC ? '(' : '[';
        char close = frame.kind == ARITHMETIC ? ')' : ']';
        char next = reading.peek(0);
        if (next == open) {
            frame.depth++;
            reading.at++;
        } else if (next == close && frame.depth > 0) {
            frame.depth--;
            reading.at++;
        } else if (next == close) {
            closeArithmetic();
        } else if (next == '"') {
            reading.push(DOUBLE_QUOTES, 1, null);
        } else if (next == '\'') {
            throw new UnreadableException("an arithmetic expression has a single quote, which shells read differently");
        } else {
            inHereDocument();
        }
    }

    private void closeArithmetic() {
        boolean twice = reading.top().kind == ARITHMETIC;
        if (twice && reading.peek(1) != ')') {
            throw new UnreadableException(
                    "\"((\" is not closed by \"))\"; where it is to begin a command in parentheses, "
                            + "write a blank between the two");
        }
        reading.at += twice ? 2 : 1;
        reading.pop();
    }

    /** A backslash outside of single quotes. */
    void backslash() {
        if (reading.referenceAhead(1)) {
            reading.reference(1, place(), reading.refusal(), reading.limit);
            return;
        }
        boolean kept = reading.top().kind == DOUBLE_QUOTES && "\"\\`$\n".indexOf(reading.peek(1)) < 0;
        if (kept) {
            reading.pass(1);
        } else {
            reading.at++;
        }
        if (reading.peek(0) == '\n') {
            reading.at++;
        } else {
            reading.pass(1);
        }
    }

    void singleQuotes() {
        int end = reading.text.indexOf('\'', reading.at + 1, reading.limit);
        if (end < 0) {
            throw new UnreadableException("a single quote is never closed");
        }
        String refusal = reading.refusal();
        reading.at++;
        reading.passTo(end, Place.SINGLE_QUOTES, refusal);
        reading.at++;
    }

    /** The text of {@code $'…'}. */
    private void ansiCQuotes() {
        String refusal = reading.refusal();
        reading.at += 2;
        while (reading.peek(0) != '\'') {
            if (reading.at >= reading.limit) {
                throw new UnreadableException("$' is never closed");
            } else if (reading.peek(0) == '\\' && reading.peek(1) == '\'') {
                throw new UnreadableException(
                        "$'...' has \\', which bash and other shells read differently; write \\047");
            } else if (reading.peek(0) == '\\') {
                boolean reference = reading.referenceAhead(1);
                reading.pass(1);
                if (reference) {
                    reading.reference(0, Place.ANSI_C_QUOTES, Refusal.BACKSLASH_IN_ANSI_C, reading.limit);
                } else {
                    reading.pass(1);
                }
            } else if (reading.referenceAhead(0)) {
                reading.reference(0, Place.ANSI_C_QUOTES, refusal, reading.limit);
            } else {
                reading.pass(1);
            }
        }
        reading.at++;
    }

    /** Where backquotes end does not depend on what is in them: at the next one without a backslash. */
    void backquotes() {
        int end = reading.at + 1;
        while (end < reading.limit && reading.text.charAt(end) != '`') {
            end += reading.text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= reading.limit) {
            throw new UnreadableException("a backquote is never closed");
        }
        reading.passTo(end, Place.BARE, Refusal.BACKQUOTES);
        reading.pass(1);
    }

    void dollarSign() {
        if (reading.referenceAhead(0)) {
            reading.reference(0, place(), reading.refusal(), reading.limit);
            return;
        }
        switch (reading.peek(1)) {
            case '{' -> parameter();
            case '(' -> {
                if (reading.peek(2) == '(') {
                    reading.push(ARITHMETIC, 3, Refusal.ARITHMETIC);
                } else {
                    reading.push(SUBSTITUTION, 2, null);
                }
            }
            case '[' -> reading.push(OLD_ARITHMETIC, 2, Refusal.ARITHMETIC);
            case '\'' -> {
                if (countsQuotes(reading.top())) {
                    ansiCQuotes();
                } else {
                    reading.pass(1);
                }
            }
            case '$' -> reading.pass(2);
            default -> reading.pass(1);
        }
    }

    private void parameter() {
        boolean quoted = isQuoted(reading.top());
        ParameterExpansion expansion = ParameterExpansion.at(reading.text, reading.at, reading.limit);
        Frame frame = reading.push(PARAMETER, expansion.length(), expansion.refusal(quoted));
        frame.quoted = quoted;
        frame.pattern = expansion.isPattern();
    }

    private Place place() {
        Frame top = reading.top();
        return switch (top.kind) {
            case HERE_DOCUMENT -> Place.HERE_DOCUMENT;
            case PARAMETER -> top.quoted ? Place.PARAMETER_IN_DOUBLE_QUOTES : Place.BARE;
            case DOUBLE_QUOTES -> top.inParameter ? Place.PARAMETER_IN_DOUBLE_QUOTES : Place.DOUBLE_QUOTES;
            case ARITHMETIC, OLD_ARITHMETIC -> Place.DOUBLE_QUOTES;
            case SCRIPT, SUBSTITUTION, SUBSHELL, GROUP, CASE -> Place.BARE;
        };
    }

    private static boolean isQuoted(Frame frame) {
        return frame.kind == PARAMETER ? frame.quoted : !frame.kind.holdsCommands();
    }

    private static boolean countsQuotes(Frame frame) {
        return !isQuoted(frame) || frame.pattern;
    }
}
