package io.sparksecrets.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts of random pieces of shell syntax: most are nonsense, and none may make a shell run a value or tear it apart. */
class HostileScriptsTest {

    private static final int SCRIPTS = Integer.getInteger("sparksecrets.generated.scripts", 150);
    private static final long SEED = Long.getLong("sparksecrets.generated.seed", 20261123);

    private static final String VALUE = "[a[$(touch x)] `touch x`;touch x;'touch x\"$(touch x)";

    private static final List<String> REFERENCES = List.of(
            "${secrets.X}",
            "\\${secrets.X}",
            "\"${secrets.X}\"",
            "'${secrets.X}'",
            "$${secrets.X}",
            "${secrets.X:-a b}",
            "${secrets.X:-'}",
            "${secrets.X:-\\}}");

    private static final List<String> SYNTAX = List.of(
            " ",
            " ",
            " ",
            "\n",
            "\n",
            ";",
            "; ",
            "&& ",
            "| ",
            "& ",
            "\"",
            "\"",
            "'",
            "'",
            "\\",
            "$",
            "$$",
            "#",
            " # ",
            "`",
            "$(",
            "$(",
            ")",
            ")",
            "(",
            "((",
            "))",
            "$((",
            "${",
            "${u:-",
            "${u:-",
            "}",
            "}",
            "${p#",
            "${p/",
            "$'",
            "$\"",
            "$[",
            "]",
            "[",
            "a[",
            "a=(",
            "a=",
            "=",
            "x",
            "case x in ",
            "x)",
            ";;",
            " esac ",
            "if ",
            "then ",
            "fi ",
            "do ",
            "done ",
            "for i in ",
            "{ ",
            " }",
            "f() ",
            "function f ",
            "[[ ",
            " ]]",
            " -eq ",
            " == ",
            " =~ ",
            "<<E\n",
            "<<-E\n",
            "<<'E'\n",
            "<<E ",
            "\nE\n",
            "\n\tE\n",
            "E",
            "<<< ",
            "<(",
            ">f ",
            ">&2 ",
            "printf '%s\\0' ",
            "printf '%s\\0' ",
            "printf '%s\\0' ",
            "sh -c ",
            "bash ",
            "eval ",
            "export ",
            "declare -i ",
            "declare ",
            "local ",
            "let ",
            "read ",
            "unset ",
            "test -v ",
            "trap ",
            "su -c ",
            "command ",
            "set -- ",
            "cat ",
            "1",
            "-");

    @ParameterizedTest
    @EnumSource
    void noShellRunsOrSplitsAValue(Shell shell) {
        Random random = new Random(SEED);
        int ran = 0;
        while (ran < SCRIPTS) {
            String script = script(random, 12);
            RewrittenScript rewritten = ShellScript.rewrite(script, reference -> new Treatment.Variable("V_X"));
            if (!rewritten.problems().isEmpty() || rewritten.text().equals(script)) {
                continue;
            }
            ran++;
            Shell.Outcome outcome = shell.run(rewritten.text(), Map.of("V_X", VALUE, "p", "q"));
            String description =
                    "%s -c%n%s%nbecame%n%s%n%s".formatted(shell, script, rewritten.text(), outcome.errors());
            assertThat(outcome.files()).as(description).doesNotContain("x");
            assertThat(outcome.words())
                    .as(description)
                    // what "export" and the like print of all variables
                    .filteredOn(word -> !word.contains("V_X="))
                    .allSatisfy(word -> assertThat(word.replace(VALUE, "")).doesNotContain("touch", "V_X}"));
        }
    }

    @Test
    void whatIsPromisedHoldsForEveryScript() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100 * SCRIPTS; i++) {
            ShellScriptFuzz.check(script(random, 30));
        }
    }

    private static String script(Random random, int pieces) {
        StringBuilder script = new StringBuilder(random.nextBoolean() ? "printf '%s\\0' " : "");
        for (int i = random.nextInt(pieces); i >= 0; i--) {
            List<String> choices = random.nextInt(5) == 0 ? REFERENCES : SYNTAX;
            script.append(choices.get(random.nextInt(choices.size())));
        }
        return script.toString();
    }
}
