package io.sparksecrets.logging;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exception as text that tells types and places and no messages: of an exception nobody expected nobody knows whether its
 * message quotes a secret value, as those of parsers and of databases do.
 */
public final class Redacted {

    private static final int MAX_FRAMES = 40;

    private Redacted() {}

    public static String of(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        @Nullable Throwable next = thrown;
        while (next != null && seen.add(next)) {
            text.append(text.isEmpty() ? "" : "\ncaused by ")
                    .append(next.getClass().getName());
            StackTraceElement[] frames = next.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
                text.append("\n\tat ").append(frames[i]);
            }
            next = next.getCause();
        }
        return text.toString();
    }
}
