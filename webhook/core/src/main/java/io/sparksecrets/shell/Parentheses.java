package io.sparksecrets.shell;

import static io.sparksecrets.shell.Frame.Kind.ARITHMETIC;
import static io.sparksecrets.shell.Frame.Kind.CASE;
import static io.sparksecrets.shell.Frame.Kind.GROUP;
import static io.sparksecrets.shell.Frame.Kind.SCRIPT;
import static io.sparksecrets.shell.Frame.Kind.SUBSHELL;
import static io.sparksecrets.shell.Frame.Kind.SUBSTITUTION;

import io.sparksecrets.shell.Frame.Step;

/** Opens and closes what parentheses mean where no quotes are open: a subshell, an array, a pattern, a function, arithmetic. */
final class Parentheses {

    private final Reading reading;

    Parentheses(Reading reading) {
        this.reading = reading;
    }

    void open() {
        Frame frame = reading.top();
        SimpleCommand command = frame.command;
        boolean twice = reading.peek(1) == '(';
        if (command.inWord()) {
            Frame group = reading.push(GROUP, 1, null);
            group.elements = reading.text.charAt(group.start - 1) == '=';
            group.command = SimpleCommand.within(command);
        } else if (frame.kind == CASE && frame.step == Step.PATTERN && command.isEmpty()) {
            reading.at++;
        } else if (twice
                && !command.isTest()
                && (command.isEmpty() || command.name().equals("for"))) {
            reading.push(ARITHMETIC, 2, Refusal.ARITHMETIC);
        } else {
            int place = reading.placeInScript();
            Frame subshell = reading.push(SUBSHELL, 1, null);
            subshell.command = SimpleCommand.within(command);
            reading.pipes.compound(frame, place);
        }
    }

    /** The word before has ended. */
    void close() {
        Frame frame = reading.top();
        if (frame.kind == CASE && frame.step != Step.PATTERN) {
            throw new UnreadableException("a closing parenthesis stands in case where none can");
        }
        if (frame.kind == SUBSTITUTION && !frame.hereDocuments.isEmpty()) {
            throw new UnreadableException("$(...) is closed in the line that begins a here-document within it");
        }
        boolean function = frame.kind == GROUP && frame.start + 1 == reading.at;
        reading.at++;
        if (frame.kind == CASE) {
            frame.step = Step.BODY;
        } else if (frame.kind != SCRIPT) {
            reading.pop();
            feedSubstitution(frame);
        }
        if (function) {
            reading.traces.functionFollows();
        }
        boolean commandFollows = function || frame.kind == CASE || frame.kind == SCRIPT || frame.kind == SUBSHELL;
        if (commandFollows && !reading.top().command.isTest()) {
            follow(frame);
        }
    }

    private void follow(Frame closed) {
        if (closed.kind == SUBSHELL) {
            reading.behindCompound(reading.top());
        } else {
            reading.top().newCommand();
        }
    }

    private void feedSubstitution(Frame closed) {
        if (closed.kind == SUBSTITUTION && reading.text.charAt(closed.start) == '<') {
            int from = reading.inScript(closed.start);
            reading.pipes.substitution(from, reading.placeInScript(), reading.top().command);
        }
    }
}
