package io.sparksecrets.shell;

import static io.sparksecrets.shell.Shell.BASH;
import static io.sparksecrets.shell.Shell.SH;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs rewritten scripts with the shells of this machine and looks at what arrives. */
class ShellScriptInShellsTest {

    private static final List<String> VALUES = List.of(
            " \t two  words\t ",
            "'\"`$\\'\"`$\\",
            "'; touch x; '",
            "\"; touch x; \"",
            "$(touch x) `touch x` ${V_X} $HOME $$ !! \\$(touch x)",
            "\n\n#first\nEOF\n second",
            "* ? [a-z]* ~ ~root {a,b} {1..3} ; & | < > ( ) }",
            "a[$(touch x)]",
            "-n",
            "",
            "%s\\n%d",
            "pässwörd €𝄞",
            "${secrets.X} ${secrets.KEEP} $(V_X)");

    /**
     * A script and what it prints.
     *
     * @param words in which VALUE stands for the value of the secret X
     */
    record Example(List<Shell> shells, String script, List<String> words) {

        @Override
        public String toString() {
            return script;
        }
    }

    private static Example everywhere(String script, String... words) {
        return new Example(List.of(BASH, SH), script, List.of(words));
    }

    private static Example bash(String script, String... words) {
        return new Example(List.of(BASH), script, List.of(words));
    }

    static Stream<Example> examples() {
        return Stream.of(
                everywhere("printf '%s\\0' ${secrets.X}", "VALUE"),
                everywhere("printf '%s\\0' \\${secrets.X} x", "VALUE", "x"),
                everywhere("printf '%s\\0' a${secrets.X}b${secrets.X}", "aVALUEbVALUE"),
                everywhere("printf '%s\\0' \"${secrets.X}\"", "VALUE"),
                everywhere("printf '%s\\0' \"a  b\\${secrets.X}\\\"\"", "a  bVALUE\""),
                everywhere("printf '%s\\0' \"\\$\\${secrets.X}\" \"$\\${secrets.X}\"", "$VALUE", "$VALUE"),
                everywhere("printf '%s\\0' 'a  b${secrets.X}\"'", "a  bVALUE\""),
                everywhere("printf '%s\\0' '\\${secrets.X}'", "\\VALUE"),
                everywhere("printf '%s\\0' \"${secrets.X:-a default}\"", "VALUE"),
                everywhere("printf '%s\\0' a\\\n${secrets.X} # ${secrets.X} '\nprintf '%s\\0' b", "aVALUE", "b"),
                everywhere(
                        "printf '%s\\0' ${secrets.X|url} \"a${secrets.X|json:-x|y}\" 'b${secrets.X#f@3|base64}'",
                        "VALUE", "aVALUE", "bVALUE"),
                everywhere("cat <<EOF\n${secrets.X|url}\nEOF\nprintf '%s\\0' ${u:-${secrets.X|url}}", "VALUE\nVALUE"),
                everywhere(
                        "printf '%s\\0' ${secrets.KEEP|url} \"a ${secrets.KEEP|url}\" '${secrets.KEEP|json}' ${secrets.KEEP|url:-a|b}",
                        "${secrets.KEEP|url}",
                        "a ${secrets.KEEP|url}",
                        "${secrets.KEEP|json}",
                        "${secrets.KEEP|url:-a|b}"),
                everywhere("x=${secrets.X} y='${secrets.X}'; printf '%s\\0' \"$x\" \"$y\"", "VALUE", "VALUE"),
                everywhere("export x=${secrets.X}; printf '%s\\0' \"$x\"", "VALUE"),
                everywhere("f() { local x=${secrets.X}; printf '%s\\0' \"$x\"; }; f", "VALUE"),
                everywhere("x=${secrets.X} sh -c 'printf \"%s\\0\" \"$x\"'", "VALUE"),
                everywhere("sh -c 'printf \"%s\\0\" \"$1\"' sh ${secrets.X}", "VALUE"),
                everywhere(
                        "for x in a ${secrets.X} \"${secrets.X}\"; do printf '%s\\0' \"$x\"; done",
                        "a", "VALUE", "VALUE"),
                everywhere("set -- ${secrets.X}; printf '%s\\0' $# \"$@\"", "1", "VALUE"),
                everywhere("printf '%s\\0' \"$(printf '%sx' ${secrets.X})\"", "VALUEx"),
                everywhere("printf '%s\\0' \"$(printf '%sx' \"$(printf %sy '${secrets.X}')\")\"", "VALUEyx"),
                everywhere("printf '%s\\0' ${u:-${secrets.X}} \"${u:-${secrets.X}}\"", "VALUE", "VALUE"),
                everywhere("printf '%s\\0' ${u:-\"a ${secrets.X}\"} ${u-'${secrets.X}'}", "a VALUE", "VALUE"),
                everywhere(
                        "printf '%s\\0' \"${PATH:+${secrets.X}}\" \"${u:=${secrets.X}}\" \"$u\"",
                        "VALUE", "VALUE", "VALUE"),
                everywhere(
                        "cat <<EOF\n'${secrets.X}' \"\\${secrets.X}\" \\$x\nEOF\nprintf '\\0'",
                        "'VALUE' \"VALUE\" $x\n"),
                everywhere("cat <<-EOF\n\ta ${secrets.X}\n\tEOF\nprintf '\\0%s\\0' ${secrets.X}", "a VALUE\n", "VALUE"),
                everywhere(
                        "cat <<A; cat <<\\B; cat <<C\n${secrets.X}\nA\n${secrets.KEEP}'\nB\n$(printf %sx ${secrets.X})\nC\nprintf '\\0'",
                        "VALUE\n${secrets.KEEP}'\nVALUEx\n"),
                everywhere("cat <<EOF\na\\\nEOF\n${u:-${secrets.X}}\nEOF\nprintf '\\0'", "aEOF\nVALUE\n"),
                everywhere("cat <<EOF\n${secrets.X}\n", "VALUE\n"),
                everywhere("x=$(cat <<EOF\n)\"' ${secrets.X}.\nEOF\n); printf '%s\\0' \"$x\"", ")\"' VALUE."),
                everywhere(
                        "printf '%s\\0' \"$(case x in (y) echo ;; x|z) printf '%s.' ${secrets.X} ;; esac)\" ${secrets.X}",
                        "VALUE.", "VALUE"),
                everywhere(
                        "printf '%s\\0' \"$(case x in\n  # a ) comment\n  y) case z in z) ;; esac ;;\n  *) printf '%s.' \"${secrets.X}\"\nesac)\"",
                        "VALUE."),
                everywhere("case ${secrets.X} in ${secrets.X}) printf 'same\\0';; *) printf 'other\\0';; esac", "same"),
                everywhere("printf '%s\\0' \"$( (printf '%s' ')'; printf '%s.' ${secrets.X}) )\"", ")VALUE."),
                everywhere("[ ${secrets.X} = \"${secrets.X}\" ] && printf 'same\\0'", "same"),
                everywhere("if true; then { printf '%s\\0' ${secrets.X}; }; fi >&1 2>/dev/null", "VALUE"),
                everywhere("printf '%s\\0' $((1 + (2 * 3))) `echo \"a b\"` ${secrets.X}", "7", "a", "b", "VALUE"),
                everywhere(
                        "printf '%s\\0' ${#PATH} ${PATH#*'}'} \"${PATH%%'\"'*}\" ${secrets.X} | tail -z -n 1", "VALUE"),
                everywhere("printf '%s\\0' $$#x a#${secrets.X} $$(echo ')')", "0x", "a#VALUE", ")"),
                everywhere(
                        "printf '%s\\0' ${secrets.KEEP} \"a ${secrets.KEEP:-it's}\" '${secrets.KEEP:-\"x\"}' \\${secrets.KEEP}",
                        "${secrets.KEEP}", "a ${secrets.KEEP:-it's}", "${secrets.KEEP:-\"x\"}", "${secrets.KEEP}"),
                everywhere(
                        "printf '%s\\0' ${secrets.KEEP:-a, {b\\} c} ${u:-${secrets.KEEP:-x y}}",
                        "${secrets.KEEP:-a, {b\\} c}", "${secrets.KEEP:-x y}"),
                everywhere(
                        "cat <<EOF\n${secrets.KEEP:-\"it's\"} \\${secrets.KEEP}\nEOF\nprintf '\\0'",
                        "${secrets.KEEP:-\"it's\"} ${secrets.KEEP}\n"),
                everywhere("printf '%s\\0' '$${secrets.X}' \"\\$${secrets.X}\"", "${secrets.X}", "${secrets.X}"),
                bash("printf '%s\\0' $'a\\t\"${secrets.X}\\n' $\"a${secrets.X}\"", "a\t\"VALUE\n", "aVALUE"),
                bash("printf '%s\\0' $'${secrets.KEEP:-\"x\"}\\x21'", "${secrets.KEEP:-\"x\"}!"),
                bash(
                        "a=(x ${secrets.X} # )\n 'y  ${secrets.X}'); printf '%s\\0' \"${a[@]}\"",
                        "x", "VALUE", "y  VALUE"),
                bash("declare -a a=(${secrets.X}); a+=(${secrets.X}); printf '%s\\0' \"${a[@]}\"", "VALUE", "VALUE"),
                bash(
                        "declare -A a=([k]=${secrets.X}); a[j]=${secrets.X}; printf '%s\\0' \"${a[k]}\" \"${a[j]}\"",
                        "VALUE", "VALUE"),
                bash("declare -r x=${secrets.X}; printf '%s\\0' \"$x\"", "VALUE"),
                bash(
                        "[[ ${secrets.X} == ${secrets.X} && a${secrets.X} =~ ^(b|a)${secrets.X}$ && 1 -eq 1 ]] && printf 'same\\0'",
                        "same"),
                bash("cat <<< ${secrets.X}; printf '\\0'", "VALUE\n"),
                bash("cat <(printf %s ${secrets.X}) <(printf .); printf '\\0'", "VALUE."),
                bash(
                        "((x = 1 << 2)); for ((i = 0; i < 1; i++)); do printf '%s\\0' $x ${secrets.X}; done",
                        "4", "VALUE"),
                bash("shopt -s extglob\ncase b in @(a|b|#)) printf '%s\\0' ${secrets.X};; esac", "VALUE"),
                bash(
                        "function f { case $1 in a) printf '%s.' ${secrets.X};; esac; }; printf '%s\\0' \"$(f a)\" $[1 + 1]",
                        "VALUE.", "2"),
                bash("printf '%s\\0' {a,${secrets.X}} &>f; cat f; rm f", "a", "VALUE"),
                bash(
                        "printf '%s\\0' \"$(function f { case a in a) printf '%s.' ${secrets.X};& b) ;; esac; }; f)\"",
                        "VALUE."),
                bash("set -euo pipefail; printf '%s\\0' ${secrets.X} | cat", "VALUE"));
    }

    @ParameterizedTest(quoteTextArguments = false)
    @MethodSource("examples")
    void exactlyTheValueArrivesAndNothingIsRun(Example example) {
        RewrittenScript rewritten = ShellScript.rewrite(example.script(), ShellScriptInShellsTest::treat);
        assertThat(rewritten.problems()).isEmpty();
        assertThat(ShellScript.rewrite(rewritten.text(), ShellScriptInShellsTest::treat))
                .isEqualTo(rewritten);
        for (Shell shell : example.shells()) {
            for (String value : VALUES) {
                Shell.Outcome outcome = shell.run(rewritten.text(), Map.of("V_X", value));
                String description =
                        "%s -c %s%n with %s%n%s".formatted(shell, rewritten.text(), value, outcome.errors());
                assertThat(outcome.words())
                        .as(description)
                        .isEqualTo(example.words().stream()
                                .map(word -> word.replace("VALUE", value))
                                .toList());
                assertThat(outcome.exitCode()).as(description).isZero();
                assertThat(outcome.files()).as(description).isEmpty();
            }
        }
    }

    private static Treatment treat(ScriptReference reference) {
        return reference.reference().path().equals("KEEP") ? new Treatment.Keep() : new Treatment.Variable("V_X");
    }
}
