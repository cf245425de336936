package io.sparksecrets.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a script whose output commands read: what stands before a {@code |} in a pipeline, or within {@code <(…)}.
 *
 * @param from where the part begins in the script
 * @param to where it ends
 * @param outer what the same commands may read too, because they stand within a compound command that reads it
 */
public record Feed(int from, int to, @Nullable Feed outer, List<ScriptCommand> readers) {

    public Feed {
        readers = List.copyOf(readers);
    }
}
