package io.sparksecrets.shell;

import static io.sparksecrets.shell.Frame.Kind.CASE;
import static io.sparksecrets.shell.Frame.Kind.DOUBLE_QUOTES;
import static io.sparksecrets.shell.Frame.Kind.GROUP;
import static io.sparksecrets.shell.Frame.Kind.SUBSTITUTION;

import io.sparksecrets.shell.Frame.Step;

/** Reads commands: words, operators, comments, redirections. */
final class CommandReader {

    private static final int LONGEST_RESERVED_WORD = 6;

    private final Reading reading;
    private final ExpansionReader expansions;
    private final HereDocumentReader hereDocuments;
    private final ReservedWords reservedWords;
    private final Parentheses parentheses;

    CommandReader(Reading reading, ExpansionReader expansions, HereDocumentReader hereDocuments) {
        this.reading = reading;
        this.expansions = expansions;
        this.hereDocuments = hereDocuments;
        this.reservedWords = new ReservedWords(reading);
        this.parentheses = new Parentheses(reading);
    }

    /** Reads the next character, or what begins with it, where no quotes are open. */
    void read() {
        switch (reading.peek(0)) {
            case ' ', '\t' -> {
                endWord();
                reading.at++;
            }
            case '\n' -> newline();
            case ';' -> semicolon();
            case '&', '|' -> ampersandOrBar();
            case '<', '>' -> redirection();
            case '(' -> parentheses.open();
            case ')' -> {
                endWord();
                parentheses.close();
            }
            default -> word();
        }
    }

    /** Ends the last word, which may be the one that closes a {@code case}. */
    void endScript() {
        if (reading.top().kind.holdsCommands()) {
            endWord();
        }
    }

    private void word() {
        SimpleCommand command = reading.top().command;
        char next = reading.peek(0);
        if (next == '#' && !command.inWord() && !isPattern(reading.top())) {
            int newline = reading.text.indexOf('\n', reading.at, reading.limit);
            reading.passComment(newline < 0 ? reading.limit : newline);
            return;
        }
        if (next == '\\' && reading.peek(1) == '\n') {
            reading.at += 2;
            return;
        }
        reading.startWord(command);
        switch (next) {
            case '\\' -> expansions.backslash();
            case '\'' -> expansions.singleQuotes();
            case '"' -> reading.push(DOUBLE_QUOTES, 1, null);
            case '`' -> expansions.backquotes();
            case '$' -> expansions.dollarSign();
            default -> {
                command.bare(next);
                reading.at++;
            }
        }
    }

    /** Parentheses of an extended pattern, in which {@code #} begins no comment, unlike those of an array. */
    private static boolean isPattern(Frame frame) {
        return frame.kind == GROUP && !frame.elements;
    }

    private void endWord() {
        Frame frame = reading.top();
        SimpleCommand command = frame.command;
        if (!command.inWord()) {
            return;
        }
        int length = reading.at - command.wordStart();
        String word = length <= LONGEST_RESERVED_WORD ? reading.text.substring(command.wordStart(), reading.at) : "";
        boolean first = command.isEmpty() && !command.isRedirected();
        int compared = command.endWord(reading.placeInScript());
        reading.insert();
        command.switchesTracing().ifPresent(reading.traces::switched);
        if (compared >= 0) {
            reading.problem(compared, "the reference here " + Refusal.ARITHMETIC);
        }
        reservedWords.ended(frame, word, first);
    }

    private void newline() {
        endWord();
        Frame frame = reading.top();
        boolean withinCommand = frame.kind == GROUP
                || frame.command.isTest()
                || (frame.kind == CASE && (frame.step == Step.SUBJECT || frame.step == Step.IN));
        if (!withinCommand) {
            reading.pipes.newline(frame, reading.traces.depth());
            if (!frame.command.isEmpty()) {
                reading.traces.next();
            }
            frame.newCommand();
        }
        reading.at++;
        hereDocuments.readTexts();
    }

    private void semicolon() {
        endWord();
        Frame frame = reading.top();
        boolean endsItem = reading.peek(1) == ';' || reading.peek(1) == '&';
        if (endsItem && frame.kind == CASE && frame.step == Step.BODY) {
            frame.step = Step.PATTERN;
            reading.traces.alternative();
        }
        reading.traces.next();
        reading.pipes.end(frame, reading.traces.depth());
        frame.newCommand();
        reading.at += !endsItem ? 1 : reading.peek(2) == '&' ? 3 : 2;
    }

    private void ampersandOrBar() {
        endWord();
        Frame frame = reading.top();
        boolean redirects = reading.peek(0) == '&' && reading.peek(1) == '>';
        boolean withinCommand = redirects
                || frame.kind == GROUP
                || frame.command.isTest()
                || (frame.kind == CASE && frame.step == Step.PATTERN);
        if (!withinCommand) {
            bar(frame);
            frame.newCommand();
        }
        reading.at++;
    }

    /** {@code |} and {@code |&} hand on what is printed, {@code ||}, {@code &&} and {@code &} do not. */
    private void bar(Frame frame) {
        boolean behindBar = reading.at > 0 && reading.text.charAt(reading.at - 1) == '|';
        boolean bar = reading.peek(0) == '|';
        boolean second = reading.at > 0 && reading.text.charAt(reading.at - 1) == reading.peek(0);
        if (!second) {
            reading.traces.operator(reading.peek(0), reading.peek(1));
        }
        if (bar && !behindBar && reading.peek(1) != '|') {
            reading.pipes.bar(frame, reading.placeInScript(), reading.traces.depth());
        } else if (bar || !behindBar) {
            reading.pipes.end(frame, reading.traces.depth());
        }
    }

    private void redirection() {
        SimpleCommand command = reading.top().command;
        char direction = reading.peek(0);
        if (reading.peek(1) == '(') {
            reading.startWord(command);
            Frame outer = reading.top();
            int place = reading.placeInScript();
            int depth = reading.traces.depth();
            reading.push(SUBSTITUTION, 2, null);
            if (direction == '>') {
                reading.pipes.hand(outer, place, depth);
            }
            return;
        }
        if (!command.dropFileDescriptor()) {
            endWord();
        }
        if (!command.isTest()) {
            reading.begins(reading.top().command);
        }
        if (command.isTest()) {
            reading.at++;
        } else if (direction == '<' && reading.peek(1) == '<' && reading.peek(2) != '<') {
            reading.at += 2;
            reading.compounds.isFed(reading.top().command);
            hereDocuments.announce();
        } else {
            boolean hereString = direction == '<' && reading.peek(1) == '<';
            if (hereString) {
                reading.compounds.isFed(reading.top().command);
            }
            reading.at += hereString ? 3 : "<>&|".indexOf(reading.peek(1)) >= 0 ? 2 : 1;
            reading.top().command.redirect(hereString, direction == '>');
        }
    }
}
