package io.sparksecrets.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratedScriptsTest {

    private static final int SCRIPTS = Integer.getInteger("sparksecrets.generated.scripts", 150);
    private static final long SEED = Long.getLong("sparksecrets.generated.seed", 20261123);

    private static final Map<String, String> VALUES = Map.of(
            "A", " 'a\"  `touch x` $(touch x) \\\n\n* ",
            "B", "'; touch x; \"$(touch x)\" )} EOF\nEOF\n`",
            "C", "",
            "D", "a[$(touch x)] ä$'\\n'# \\");

    @ParameterizedTest
    @EnumSource
    void referencesNestedInAnyMannerArriveAsWholeWords(Shell shell) {
        Map<String, String> results = new TreeMap<>(VALUES);
        results.put("KEEP", "${secrets.KEEP}");
        ScriptGenerator generator = new ScriptGenerator(new Random(SEED), shell == Shell.BASH, results);
        Map<String, String> variables = new TreeMap<>();
        VALUES.forEach((path, value) -> variables.put("V_" + path, value));
        for (int i = 0; i < SCRIPTS; i++) {
            ScriptGenerator.Script script = generator.script();
            RewrittenScript rewritten = ShellScript.rewrite(script.source(), GeneratedScriptsTest::treat);
            String description =
                    "script %d of seed %d%n%s%nbecame%n%s".formatted(i, SEED, script.source(), rewritten.text());
            assertThat(rewritten.problems()).as(description).isEmpty();
            assertThat(ShellScript.rewrite(rewritten.text(), GeneratedScriptsTest::treat))
                    .as(description)
                    .isEqualTo(rewritten);
            Shell.Outcome outcome = shell.run(rewritten.text(), variables);
            assertThat(outcome.words()).as(description + outcome.errors()).isEqualTo(script.words());
            assertThat(outcome.files()).as(description).isEmpty();
        }
    }

    private static Treatment treat(ScriptReference reference) {
        String path = reference.reference().path();
        return path.equals("KEEP") ? new Treatment.Keep() : new Treatment.Variable("V_" + path);
    }
}
