package io.sparksecrets.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands of a script that run one after the other, and what switches tracing among them. */
final class TracedBlock {

    enum Kind {
        SCRIPT,
        /** What is switched in it counts in it only. */
        SUBSHELL,
        BRACES,
        /** {@code if} or {@code case}, or what comes after {@code &&} or {@code ||}. */
        BRANCHES,
        LOOP,
        /** The body of one; from where it is called is not looked at. */
        FUNCTION
    }

    final Kind kind;
    private final List<TracedItem> items = new ArrayList<>();
    private boolean switchesOn;
    private boolean switchesOff;

    TracedBlock(Kind kind) {
        this.kind = kind;
    }

    void add(TracedItem item) {
        items.add(item);
        if (item instanceof TracedItem.Switch tracing) {
            switchesOn |= tracing.on();
            switchesOff |= !tracing.on();
        }
    }

    /** Takes over what a block within it switches, once that has ended. */
    void ended(TracedBlock inner) {
        if (inner.kind != Kind.SUBSHELL) {
            switchesOn |= inner.switchesOn;
            switchesOff |= inner.switchesOff;
        }
    }

    /**
     * What is known behind it.
     *
     * @param before what is known before it
     * @param script the outermost block
     * @param found takes what is known at the references within it, by their places
     */
    Tracing run(Tracing before, TracedBlock script, Map<Integer, Tracing> found) {
        Tracing entry = switch (kind) {
            case LOOP -> afterAnyOf(before);
            case FUNCTION -> script.afterAnyOf(before);
            default -> before;
        };
        Tracing now = entry;
        Tracing ends = entry;
        for (TracedItem item : items) {
            switch (item) {
                case TracedItem.Switch tracing -> now = tracing.on() ? Tracing.ON : Tracing.OFF;
                case TracedItem.Found reference -> found.put(reference.place(), now);
                case TracedItem.Inner inner -> now = inner.block().run(now, script, found);
                case TracedItem.Alternative next -> {
                    ends = ends.or(now);
                    now = entry;
                }
            }
        }
        return switch (kind) {
            case SCRIPT, BRACES -> now;
            case SUBSHELL -> before;
            case BRANCHES -> ends.or(now);
            case LOOP -> before.or(now);
            case FUNCTION -> afterAnyOf(before);
        };
    }

    /** What is known where it is not known which commands of the block have run. */
    private Tracing afterAnyOf(Tracing before) {
        Tracing after = switchesOn ? before.or(Tracing.ON) : before;
        return switchesOff ? after.or(Tracing.OFF) : after;
    }
}
