package io.sparksecrets.shell;

import io.sparksecrets.shell.TracedBlock.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Follows {@code set -x} and {@code set +x} while a script is read, through the constructs in which they stand. */
final class Traces {

    private final TracedBlock script = new TracedBlock(Kind.SCRIPT);
    private final List<TracedBlock> open = new ArrayList<>(List.of(script));
    /** Behind {@code &&} or {@code ||}, where a command may not run. */
    private boolean conditional;

    private boolean functionFollows;
    private final Compounds compounds;

    Traces(Compounds compounds) {
        this.compounds = compounds;
    }

    void enter(Kind kind) {
        if (open.size() > Reading.MAX_DEPTH) {
            throw new UnreadableException("more than %d constructs are nested".formatted(Reading.MAX_DEPTH));
        }
        Kind entered = functionFollows ? Kind.FUNCTION : conditional && kind == Kind.BRACES ? Kind.BRANCHES : kind;
        TracedBlock inner = new TracedBlock(entered);
        open.getLast().add(new TracedItem.Inner(inner));
        open.add(inner);
        compounds.enter();
        next();
    }

    /** A reserved word has ended. */
    void reserved(String word, boolean functionBody) {
        switch (word) {
            case "if" -> enter(Kind.BRANCHES);
            case "while", "until" -> enter(Kind.LOOP);
            case "{" -> enter(functionBody ? Kind.FUNCTION : Kind.BRACES);
            case "else", "elif" -> alternative();
            case "fi", "done", "}" -> leave();
            default -> {}
        }
    }

    /** {@code &&}, {@code ||}, or an operator of one character. */
    void operator(char first, char second) {
        if (first == second) {
            conditional = true;
        } else if (first == '&') {
            next();
        }
    }

    void alternative() {
        open.getLast().add(new TracedItem.Alternative());
        next();
    }

    /** The innermost construct ends, and with it what a script that shells refuse has left open in it. */
    void leave() {
        if (open.size() > 1) {
            TracedBlock inner = open.removeLast();
            compounds.leave();
            open.getLast().ended(inner);
        }
        functionFollows = false;
    }

    /** How many constructs are open, so that {@link #leaveTo} can go back to them. */
    int depth() {
        return open.size();
    }

    void leaveTo(int depth) {
        while (open.size() > depth) {
            leave();
        }
    }

    void switched(boolean on) {
        if (conditional) {
            enter(Kind.BRANCHES);
            open.getLast().add(new TracedItem.Switch(on));
            leave();
            conditional = true;
        } else {
            open.getLast().add(new TracedItem.Switch(on));
        }
    }

    void found(int place) {
        open.getLast().add(new TracedItem.Found(place));
    }

    /** A command begins that runs in any case, or is the first of a construct. */
    void next() {
        conditional = false;
        functionFollows = false;
    }

    void functionFollows() {
        functionFollows = true;
    }

    /** What is known at the references, by their places. */
    Map<Integer, Tracing> run(boolean traced) {
        leaveTo(1);
        Map<Integer, Tracing> found = new HashMap<>();
        script.run(traced ? Tracing.ON : Tracing.OFF, script, found);
        return found;
    }
}
