package io.sparksecrets.shell;

import static java.util.Objects.requireNonNull;

import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * References in a script for a shell: sh, bash, dash and their like.
 *
 * <p>A value is never put into the script as text, because the shell would parse it. A reference becomes a shell variable,
 * which is in the container's environment, quoted for the place where the reference stands:
 *
 * <table>
 * <caption>What <code>${secrets.X}</code> becomes for the variable V, and when it is kept</caption>
 * <tr><th>place</th><th>variable</th><th>kept</th></tr>
 * <tr><td>bare</td><td><code>"${V}"</code></td><td><code>'${secrets.X}'</code></td></tr>
 * <tr><td>in double quotes, in a here-document</td><td><code>${V}</code></td><td><code>\\${secrets.X}</code></td></tr>
 * <tr><td>in single quotes</td><td><code>'"${V}"'</code></td><td><code>${secrets.X}</code></td></tr>
 * <tr><td>in <code>$'…'</code></td><td><code>'"${V}"$'</code></td><td><code>${secrets.X}</code></td></tr>
 * <tr><td>in a here-document with a quoted delimiter</td><td>refused</td><td><code>${secrets.X}</code></td></tr>
 * <tr><td>in a comment</td><td colspan="2"><code>$${secrets.X}</code>, which the kubelet turns back</td></tr>
 * </table>
 *
 * <p>A backslash before the reference, bare or in double quotes or a here-document, belongs to it: people write it for the
 * shell's sake. An escape (<code>$${secrets.X}</code>) stays byte for byte.
 *
 * <p>A place where a value would be evaluated (arithmetic, subscripts, {@code eval}, the script of a nested shell) or where
 * shells differ is a problem that says what to do instead. What other programs do with their arguments or with what
 * they read is for the caller to say, by the treatments. Nobody looks at what the script
 * does with a variable of its own to which it has assigned a value: that is as it would be with any variable.
 */
public final class ShellScript {

    private static final Treatment UNREAD = new Treatment.Refuse(
            "cannot be told from the text around it; put it into an environment variable and use that variable");

    private ShellScript() {}

    /**
     * Treats the references in a script. Linear in its length. Rewriting a rewritten script with the same treatments changes
     * nothing.
     *
     * @param script as it stands in the pod, before the kubelet turns {@code $$} into {@code $}; any text
     * @param treatment asked once for each well-formed reference outside comments, in the order of the script
     */
    public static RewrittenScript rewrite(String script, Function<ScriptReference, Treatment> treatment) {
        Map<Integer, Treatment> treatments = new HashMap<>();
        look(script, false)
                .references()
                .forEach(reference -> treatments.put(reference.start(), treatment.apply(reference)));
        return rewrite(script, treatments, Map.of());
    }

    /**
     * Finds the references. What is to become of one may depend on the whole of its command and on what reads that one's
     * output, so all are found before the first is treated.
     *
     * @param traced whether the shell is started so that it prints commands, see {@link ShellCommand#isTraced}
     */
    public static ScriptReading look(String script, boolean traced) {
        if (!Template.mayHoldReference(script)) {
            return new ScriptReading(List.of(), List.of(), List.of());
        }
        List<FoundReference> found = new ArrayList<>();
        ScriptReader reader = new ScriptReader(ShellText.of(script), Rewriting.looking(script, found::add));
        reader.read();
        IdentityHashMap<SimpleCommand, ScriptCommand> commands = new IdentityHashMap<>();
        Compounds compounds = reader.compounds();
        List<ScriptCommand> all = new ArrayList<>();
        for (SimpleCommand command : compounds.all()) {
            all.add(complete(command, compounds, commands));
        }
        Function<SimpleCommand, ScriptCommand> completed = command -> complete(command, compounds, commands);
        Map<Integer, Tracing> tracing = reader.traces().run(traced);
        return new ScriptReading(
                found.stream()
                        .map(reference -> reference.complete(
                                completed.apply(reference.command()),
                                tracing.getOrDefault(reference.start(), Tracing.OFF)))
                        .toList(),
                reader.pipes().feeds(completed),
                all);
    }

    /** Those in a compound command come before what redirects it, so that they are complete then. */
    private static ScriptCommand complete(
            SimpleCommand command, Compounds compounds, IdentityHashMap<SimpleCommand, ScriptCommand> completed) {
        ScriptCommand known = completed.get(command);
        if (known != null) {
            return known;
        }
        List<ScriptCommand> body = compounds.within(command).stream()
                .map(inner -> requireNonNull(completed.get(inner)))
                .toList();
        ScriptCommand complete = command.read(compounds.start(command), body);
        completed.put(command, complete);
        return complete;
    }

    /**
     * Treats the references in a script.
     *
     * @param treatments by the places of the references that {@link #look} finds; one that has none is refused
     * @param insertions texts to put before or behind words, by the places where those begin or end
     */
    public static RewrittenScript rewrite(
            String script, Map<Integer, Treatment> treatments, Map<Integer, String> insertions) {
        return read(script, new Rewriting(script, found -> treatments.getOrDefault(found.start(), UNREAD), insertions));
    }

    private static RewrittenScript read(String script, Rewriting rewriting) {
        if (Template.mayHoldReference(script)) {
            new ScriptReader(ShellText.of(script), rewriting).read();
        }
        return rewriting.finish();
    }
}
