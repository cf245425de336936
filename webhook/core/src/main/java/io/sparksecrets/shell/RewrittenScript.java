package io.sparksecrets.shell;

import io.sparksecrets.reference.Problem;
import java.util.List;

/**
 * A script after its references were treated.
 *
 * @param text the new script; where there are problems, the script as it was, so that nobody runs one that is half rewritten
 * @param problems why the script is refused, in the order in which they were found; {@link Problem#where()} is a line of the
 *     script, such as {@code line 3}
 */
public record RewrittenScript(String text, List<Problem> problems) {

    public RewrittenScript {
        problems = List.copyOf(problems);
    }
}
