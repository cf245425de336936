package io.sparksecrets.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Follows pipelines while a script is read: which command reads what others print. */
final class Pipes {

    private static final Set<String> ENDS_COMPOUND = Set.of("}", "fi", "done", "esac");

    private record Pipe(int from, int to, SimpleCommand reader) {}

    private final List<Pipe> pipes = new ArrayList<>();

    List<Feed> feeds(Function<SimpleCommand, ScriptCommand> completed) {
        return pipes.stream()
                .map(pipe -> new Feed(pipe.from(), pipe.to(), completed.apply(pipe.reader())))
                .toList();
    }

    /** The first word of a command, or a parenthesis around commands, begins at a place. */
    void command(Frame frame, int place) {
        if (frame.pipelineStart < 0) {
            frame.pipelineStart = place;
        }
        if (frame.pipedFrom >= 0) {
            pipes.add(new Pipe(frame.pipedFrom, frame.pipedTo, frame.command));
            frame.pipedFrom = -1;
        }
    }

    /** A single bar. */
    void bar(Frame frame, int place) {
        frame.pipedFrom = Math.max(frame.pipelineStart, 0);
        frame.pipedTo = place;
    }

    /** An operator that is no bar. */
    void end(Frame frame) {
        frame.pipelineStart = -1;
        frame.pipedFrom = -1;
    }

    /** A line break, behind a bar it ends nothing. */
    void newline(Frame frame) {
        if (frame.pipedFrom < 0) {
            end(frame);
        }
    }

    /** A word has ended after which another command begins. What closes is taken for the end of all that stands before it. */
    void reserved(Frame frame, String word) {
        if (ENDS_COMPOUND.contains(word)) {
            frame.pipelineStart = 0;
        } else if (!pipes.isEmpty() && pipes.getLast().reader() == frame.command) {
            Pipe pipe = pipes.getLast();
            frame.pipedFrom = pipe.from();
            frame.pipedTo = pipe.to();
        }
    }

    /** Commands in parentheses begin that read what the outer one would, or what it prints. */
    void hand(Frame outer, Frame inner, boolean output, int place) {
        if (output) {
            inner.pipedFrom = Math.max(outer.pipelineStart, 0);
            inner.pipedTo = place;
        } else {
            inner.pipedFrom = outer.pipedFrom;
            inner.pipedTo = outer.pipedTo;
            outer.pipedFrom = -1;
        }
    }

    void substitution(int from, int to, SimpleCommand reader) {
        pipes.add(new Pipe(from, to, reader));
    }
}
