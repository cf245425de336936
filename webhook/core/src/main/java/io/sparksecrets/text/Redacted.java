package io.sparksecrets.text;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An exception as text that tells types and places and no messages: of an exception nobody expected nobody knows whether its
 * message quotes a secret value, as those of parsers and of databases do.
 */
public final class Redacted {

    private static final int MAX_FRAMES = 40;
    private static final int MAX_FRAMES_IN_A_LINE = 20;

    private Redacted() {}

    /** The exception and its causes, a line for each place. */
    public static String of(Throwable thrown) {
        return of(thrown, any -> false);
    }

    /**
     * The same with some messages.
     *
     * @param holdsNoValue whether the message of an exception may be told
     */
    public static String of(Throwable thrown, Predicate<Throwable> holdsNoValue) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        @Nullable Throwable next = thrown;
        while (next != null && seen.add(next)) {
            text.append(text.isEmpty() ? "" : "\ncaused by ")
                    .append(next.getClass().getName())
                    .append(holdsNoValue.test(next) ? ": " + next.getMessage() : "");
            Arrays.stream(next.getStackTrace())
                    .limit(MAX_FRAMES)
                    .forEach(frame -> text.append("\n\tat ").append(frame));
            next = next.getCause();
        }
        return text.toString();
    }

    /** The exception without its causes, in one line. */
    public static String line(Throwable thrown) {
        String places = Arrays.stream(thrown.getStackTrace())
                .limit(MAX_FRAMES_IN_A_LINE)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
        return thrown.getClass().getName() + " at " + places;
    }
}
