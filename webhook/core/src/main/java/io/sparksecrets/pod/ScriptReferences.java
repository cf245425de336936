package io.sparksecrets.pod;

import io.sparksecrets.conf.ConfKeys;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.shell.RewrittenScript;
import io.sparksecrets.shell.ScriptReference;
import io.sparksecrets.shell.ShellScript;
import io.sparksecrets.shell.Treatment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The references in a script for {@code sh -c}.
 *
 * @param variables those that become shell variables
 * @param changes whether the script has to be rewritten; a kept reference may have to be escaped
 * @param problems why it cannot be
 */
record ScriptReferences(Set<Reference> variables, boolean changes, List<Problem> problems) {

    static ScriptReferences find(String script) {
        Set<Reference> variables = new LinkedHashSet<>();
        RewrittenScript rewritten = rewrite(script, reference -> {
            variables.add(reference);
            return DeliveryEntry.variable(0);
        });
        return new ScriptReferences(variables, !rewritten.text().equals(script), rewritten.problems());
    }

    static RewrittenScript rewrite(String script, Function<Reference, String> variableOf) {
        return ShellScript.rewrite(script, found -> treatmentOf(found, variableOf));
    }

    private static Treatment treatmentOf(ScriptReference found, Function<Reference, String> variableOf) {
        Optional<ConfArgument> conf = ConfArgument.of(found.precedingWord(), found.wordSoFar());
        if (conf.isEmpty()) {
            return new Treatment.Variable(variableOf.apply(found.reference()));
        }
        String key = conf.get().key();
        if (conf.get().isLauncherOptions()) {
            return new Treatment.Refuse(key
                    + " takes no reference within a script, because Spark's launcher would split the value into words."
                    + " Give the container spark-submit and its arguments directly, without a shell, or use an env"
                    + " variable instead of the Java option.");
        }
        return switch (ConfKeys.treatmentOf(key)) {
            case io.sparksecrets.conf.Treatment.Kept kept -> new Treatment.Keep();
            case io.sparksecrets.conf.Treatment.Refused refused -> new Treatment.Refuse(key + " " + refused.why());
            case io.sparksecrets.conf.Treatment.Resolved resolved ->
                new Treatment.Variable(variableOf.apply(found.reference()));
        };
    }
}
