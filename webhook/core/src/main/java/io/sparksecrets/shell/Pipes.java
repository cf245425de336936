package io.sparksecrets.shell;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows pipelines while a script is read: which commands read what others print. What a compound command reads, all commands
 * in it may read.
 */
final class Pipes {

    private static final Set<String> ENDS_COMPOUND = Set.of("}", "fi", "done", "esac");

    /** @param depth how many constructs are open around the commands that read it */
    private record Output(
            int from, int to, int depth, @Nullable Output outer, List<SimpleCommand> readers) {}

    private final List<Output> outputs = new ArrayList<>();
    /** What the next command reads; its outer ones it may read too. */
    private @Nullable Output current;
    /** Whether a bar came last. */
    private boolean waiting;

    /** Outer ones come before those within them. */
    List<Feed> feeds(Function<SimpleCommand, ScriptCommand> completed) {
        IdentityHashMap<Output, Feed> feeds = new IdentityHashMap<>();
        List<Feed> ordered = new ArrayList<>(outputs.size());
        for (Output output : outputs) {
            List<ScriptCommand> readers =
                    output.readers().stream().map(completed).toList();
            Feed outer = output.outer() == null ? null : feeds.get(output.outer());
            Feed feed = new Feed(output.from(), output.to(), outer, readers);
            feeds.put(output, feed);
            ordered.add(feed);
        }
        return ordered;
    }

    /** The first word of a command begins at a place. */
    void command(Frame frame, int place) {
        compound(frame, place);
        if (current != null) {
            current.readers().add(frame.command);
        }
    }

    /** A parenthesis around commands begins at a place. */
    void compound(Frame frame, int place) {
        waiting = false;
        if (frame.pipelineStart < 0) {
            frame.pipelineStart = place;
        }
    }

    /** A single bar. */
    void bar(Frame frame, int place, int depth) {
        dropFrom(depth);
        current = output(Math.max(frame.pipelineStart, 0), place, depth, current);
        waiting = true;
    }

    /** An operator that is no bar. */
    void end(Frame frame, int depth) {
        frame.pipelineStart = -1;
        waiting = false;
        dropFrom(depth);
    }

    /** A line break, behind a bar it ends nothing. */
    void newline(Frame frame, int depth) {
        if (!waiting) {
            end(frame, depth);
        }
    }

    /** A word has ended after which another command begins. What closes is taken for the end of all that stands before it. */
    void reserved(Frame frame, String word) {
        if (current != null && !current.readers().isEmpty() && current.readers().getLast() == frame.command) {
            current.readers().removeLast();
        }
        if (ENDS_COMPOUND.contains(word)) {
            frame.pipelineStart = 0;
        }
    }

    /** Commands in {@code >(…)} begin that read what the outer one prints. */
    void hand(Frame outer, int place, int depth) {
        current = output(Math.max(outer.pipelineStart, 0), place, depth, current);
    }

    void substitution(int from, int to, SimpleCommand reader) {
        output(from, to, 0, null).readers().add(reader);
    }

    private Output output(int from, int to, int depth, @Nullable Output outer) {
        Output output = new Output(from, to, depth, outer, new ArrayList<>());
        outputs.add(output);
        return output;
    }

    private void dropFrom(int depth) {
        while (current != null && current.depth() >= depth) {
            current = current.outer();
        }
    }
}
