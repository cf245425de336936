package io.sparksecrets.shell;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Template;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** For a fuzzer: whatever the script, what is promised of its rewriting holds. */
public final class ShellScriptFuzz {

    private ShellScriptFuzz() {}

    /**
     * Rewrites one script.
     *
     * @param input a script in UTF-8; a fuzzer may make it of any bytes
     */
    public static void fuzzerTestOneInput(byte[] input) {
        check(new String(input, StandardCharsets.UTF_8));
    }

    /** Throws an AssertionError that says which promise a script breaks. */
    static void check(String script) {
        AtomicInteger references = new AtomicInteger();
        Function<ScriptReference, Treatment> variables = reference -> {
            references.incrementAndGet();
            require(script.startsWith("${secrets", reference.start()), "a reference is where it is said to be", script);
            return new Treatment.Variable("V");
        };
        RewrittenScript rewritten = ShellScript.rewrite(script, variables);
        if (!Template.mayHoldReference(script)) {
            require(rewritten.text().equals(script) && rewritten.problems().isEmpty(), "text is left alone", script);
        }
        if (rewritten.problems().isEmpty()) {
            require(!holdsReference(rewritten.text()), "no reference remains", script);
            int before = references.get();
            require(ShellScript.rewrite(rewritten.text(), variables).equals(rewritten), "idempotent", script);
            require(references.get() == before, "a variable is not taken for a reference", script);
        } else {
            require(rewritten.text().equals(script), "a refused script stays as it was", script);
        }
        RewrittenScript kept = ShellScript.rewrite(script, reference -> new Treatment.Keep());
        require(
                ShellScript.rewrite(kept.text(), reference -> new Treatment.Keep())
                        .equals(kept),
                "idempotent where references are kept",
                script);
    }

    private static boolean holdsReference(String text) {
        try {
            return Template.parse(text).hasReferences();
        } catch (MalformedReferenceException e) {
            return true;
        }
    }

    private static void require(boolean promise, String what, String script) {
        if (!promise) {
            throw new AssertionError("not kept: " + what + ", for the script:\n" + script);
        }
    }
}
