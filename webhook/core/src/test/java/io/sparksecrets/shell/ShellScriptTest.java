package io.sparksecrets.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.shell.ScriptReference.Part;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellScriptTest {

    @ParameterizedTest(quoteTextArguments = false)
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '\u0001',
            value = {
                "echo ${secrets.X} => echo \"${V_X}\"",
                "echo a${secrets.X}b => echo a\"${V_X}\"b",
                "echo \"a ${secrets.X}\" => echo \"a ${V_X}\"",
                "echo 'a ${secrets.X} b' => echo 'a '\"${V_X}\"' b'",
                "echo $'a\\t${secrets.X}b' => echo $'a\\t'\"${V_X}\"$'b'",
                "echo $\"a${secrets.X}\" => echo $\"a${V_X}\"",
                "echo \\${secrets.X} => echo \"${V_X}\"",
                "echo \"\\${secrets.X}\" => echo \"${V_X}\"",
                "echo \"\\\\${secrets.X}\" => echo \"\\\\${V_X}\"",
                "echo '\\${secrets.X}' => echo '\\'\"${V_X}\"''",
                "echo \"${u:-${secrets.X}}\" => echo \"${u:-${V_X}}\"",
                "echo ${u:-${secrets.X}} => echo ${u:-\"${V_X}\"}",
                "echo ${u:-'${secrets.X}'} => echo ${u:-''\"${V_X}\"''}",
                "echo \"$(echo ${secrets.X})\" => echo \"$(echo \"${V_X}\")\"",
                "echo ${secrets:vault:team/X#f@3:-two words} => echo \"${V_team/X}\"",
                "echo '${secrets.X:-say \"$1\"}' => echo ''\"${V_X}\"''",
            })
    void aReferenceBecomesAVariableQuotedForItsPlace(String script, String expected) {
        RewrittenScript rewritten = ShellScript.rewrite(
                script, r -> new Treatment.Variable(r.reference().path().equals("X") ? "V_X" : "V_TEAM"));
        assertThat(rewritten.problems()).isEmpty();
        assertThat(rewritten.text()).isEqualTo(expected.replace("V_team/X", "V_TEAM"));
    }

    @ParameterizedTest(quoteTextArguments = false)
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '\u0001',
            value = {
                "echo ${secrets.KEEP} => echo '${secrets.KEEP}'",
                "echo \\${secrets.KEEP} => echo '${secrets.KEEP}'",
                "echo \"a ${secrets.KEEP:-it's}\" => echo \"a \\${secrets.KEEP:-it's}\"",
                "echo \"\\${secrets.KEEP}\" => echo \"\\${secrets.KEEP}\"",
                "echo '${secrets.KEEP:-\"$x\"}' => echo '${secrets.KEEP:-\"$x\"}'",
                "echo $'${secrets.KEEP}\\n' => echo $'${secrets.KEEP}\\n'",
                "echo ${secrets.KEEP:-a\\}b c} => echo '${secrets.KEEP:-a\\}b c}'",
                "echo ${u:-${secrets.KEEP}} => echo ${u:-'${secrets.KEEP}'}",
                "f --conf=spark.executorEnv.A=${secrets.KEEP},${secrets.X} => "
                        + "f --conf=spark.executorEnv.A='${secrets.KEEP}',\"${V_X}\"",
            })
    void aKeptReferenceIsEscapedForItsPlace(String script, String expected) {
        assertThat(rewrite(script)).isEqualTo(new RewrittenScript(expected, List.of()));
    }

    @Test
    void hereDocumentsTakeVariablesWithoutQuotes() {
        assertThat(
                        rewrite(
                                "cat <<EOF >f; echo ${secrets.A}\n\"${secrets.B}\" \\${secrets.C} ${secrets.KEEP}\nEOF\necho ${secrets.D}"))
                .isEqualTo(new RewrittenScript(
                        "cat <<EOF >f; echo \"${V_A}\"\n\"${V_B}\" ${V_C} \\${secrets.KEEP}\nEOF\necho \"${V_D}\"",
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "echo",
                "echo $$ ${secretsX} ${secrets} $(secrets.X) {{secrets.X}} ${secrets-}",
                "it's \"unterminated $(((",
                "echo '$${secrets.X}' \"\\$${secrets.X}\"",
                "# $${secrets.X}",
                "cat <<'EOF'\n$${secrets.X}\nEOF"
            })
    void aScriptWithoutReferencesStaysByteForByte(String script) {
        assertThat(rewrite(script)).isEqualTo(new RewrittenScript(script, List.of()));
    }

    @Test
    void aReferenceInACommentBecomesAnEscapeWhichTheKubeletTurnsBack() {
        String script =
                "echo ${secrets.X} # not ${secrets.Y:-'} nor ${secrets.<name>}\n# $${secrets.X}\necho a#${secrets.X}";
        RewrittenScript rewritten = rewrite(script);
        assertThat(rewritten)
                .isEqualTo(new RewrittenScript(
                        "echo \"${V_X}\" # not $${secrets.Y:-'} nor $${secrets.<name>}\n# $${secrets.X}\necho a#\"${V_X}\"",
                        List.of()));
        assertThat(Shell.kubeletExpansion(rewritten.text())).contains("# not ${secrets.Y:-'} nor ${secrets.<name>}\n");
        assertThat(rewrite(rewritten.text())).isEqualTo(rewritten);
    }

    @Test
    void dollarSignsAreReadAsTheKubeletPassesThemOn() {
        assertThat(rewrite("echo $${HOME:-'}'} ${secrets.X} $$(echo '${secrets.X}')")
                        .text())
                .as("the shell sees ${HOME:-'}'} and $(echo …)")
                .isEqualTo("echo $${HOME:-'}'} \"${V_X}\" $$(echo ''\"${V_X}\"'')");
        assertThat(rewrite("echo \"\\$\\${secrets.X}\"").text())
                .as("$${V_X} would arrive as ${V_X} without its meaning")
                .isEqualTo("echo \"\\$\"\"${V_X}\"");
    }

    @Test
    void theCallerSeesTheWordsBeforeAReference() {
        List<ScriptReference> seen = new ArrayList<>();
        String script =
                "exec spark-submit --conf \"spark.a=${secrets.A}\" --con'f' spark.b='x'\\ \"$Y\"${secrets.B}-${secrets.C}"
                        + " $(f -g h${secrets.D}) <<E\n${secrets.E}\nE\n${secrets.F} a=(--x ${u:-y${secrets.G}})";
        ShellScript.rewrite(script, reference -> {
            seen.add(reference);
            return new Treatment.Keep();
        });
        assertThat(seen).extracting(r -> r.reference().path()).containsExactly("A", "B", "C", "D", "E", "F", "G");
        assertThat(seen)
                .extracting(ScriptReference::part)
                .containsExactly(Part.WORD, Part.WORD, Part.WORD, Part.WORD, Part.INPUT, Part.WORD, Part.SHELL);
        List<String> submit = List.of(
                "exec",
                "spark-submit",
                "--conf",
                "spark.a=${secrets.A}",
                "--conf",
                "spark.b=x $Y${secrets.B}-${secrets.C}",
                "$(f -g h${secrets.D})");
        assertThat(seen)
                .extracting(reference -> reference.command().words())
                .as("of the whole command, what comes after the reference too")
                .startsWith(submit, submit, submit, List.of("f", "-g", "h${secrets.D}"), submit);
        assertThat(seen)
                .extracting(ScriptReference::word)
                .as("which of the words it stands in")
                .startsWith(3, 5, 5, 2);
        for (ScriptReference reference : seen) {
            assertThat(script.substring(reference.start()))
                    .startsWith(reference.reference().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo $((${secrets.X} + 1))",
                "echo \"$(( $(echo ${secrets.X}) ))\"",
                "echo $[${secrets.X}]",
                "((n = ${secrets.X}))",
                "for ((i = 0; i < ${secrets.X}; i++)); do :; done",
                "[[ $n -eq ${secrets.X} ]]",
                "[[ ${secrets.X} -lt 1 ]]",
                "if [[ ( \"${secrets.X}\" -ge 1 ) ]]; then :; fi",
            })
    void arithmeticIsRefusedBecauseBashRunsWhatAValueContains(String script) {
        assertThat(problems(script)).singleElement().asString().contains("arithmetic", "check that this is a number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a[${secrets.X}]=1",
                "a[\"${secrets.X}\"]=1",
                "a=([${secrets.X}]=1)",
                "echo ${a[${secrets.X}]}",
                "echo \"${a:${secrets.X}}\"",
                "echo \"${a#\"${secrets.X}\"}\"",
                "echo \"${a/x/${secrets.X}}\"",
                "echo ${a:=${secrets.X}}",
                "echo \"${a:?${secrets.X}}\"",
                "echo \"${!a:-${secrets.X}}\"",
                "unset a[$(echo ${secrets.X})]",
                "declare -i a=${secrets.X}",
                "local -n a=${secrets.X}",
                "declare -a \"a=${secrets.X}\"",
                "declare -ia a=(${secrets.X})",
                "export ${secrets.X}",
                "read ${secrets.X}",
                "printf -v ${secrets.X} a",
                "[[ -v ${secrets.X} ]]",
                "test -v \"${secrets.X}\"",
            })
    void placesThatTakeMoreThanAValueAreRefused(String script) {
        assertThat(problems(script)).singleElement().asString().startsWith("line 1: ${secrets.X} ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh -c 'echo ${secrets.X}'",
                "sh -c \"echo ${secrets.X}\"",
                "exec /bin/bash -euo pipefail -c \"echo $(echo ${secrets.X})\" name",
                "su - spark -s /bin/sh -c 'echo ${secrets.X}'",
                "su spark -lc ${secrets.X}",
                "runuser --command=\"${secrets.X}\" spark",
                "env A=1 $SHELL -c ${secrets.X}",
                "find . -exec sh -c 'echo ${secrets.X}' \\;",
                "bash <<EOF\necho ${secrets.X}\nEOF",
                "sh -s <<'EOF'\necho ${secrets.X}\nEOF",
                "bash <<< 'echo ${secrets.X}'",
            })
    void theScriptOfANestedShellIsRefusedBecauseThatShellWouldParseTheValue(String script) {
        assertThat(problems(script)).singleElement().asString().contains("nested shell", "as an argument instead");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eval \"x=${secrets.X}\"",
                "command eval x=${secrets.X}",
                "2>/dev/null \\eval 'x=${secrets.X}'",
                "trap 'echo ${secrets.X}' EXIT",
                "alias a=${secrets.X}",
                "let n=${secrets.X}",
                "x=1; if true; then eval ${secrets.X}; fi"
            })
    void commandsThatEvaluateTheirArgumentsAreRefused(String script) {
        assertThat(problems(script)).singleElement().asString().contains("would evaluate what the value contains");
    }

    @ParameterizedTest(quoteTextArguments = false)
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '\u0001',
            value = {
                "echo `echo ${secrets.X}` => write $(...) instead",
                "echo \"`echo \\${secrets.X}`\" => write $(...) instead",
                "cat <<'E'#${secrets.X}#E => take the quotes away from the delimiter",
                "cat <<\"E\"#${secrets.X}#E => take the quotes away from the delimiter",
                "cat <<\\E#${secrets.X}#E => take the quotes away from the delimiter",
                "echo \"${secrets.X:-say \\\"hi\\\"}\" => the shell would read in another way",
                "echo ${secrets.X:-it's} => the shell would read in another way",
                "echo \"${secrets.X:-$HOME}\" => the shell would read in another way",
                "echo \"${u:-${secrets.KEEP}}\" => cannot be passed on",
                "echo \"${u:-\"${secrets.X}\"}\" => take the inner double quotes away",
                "echo ${u:-\"${secrets.KEEP}\"} => cannot be passed on",
                "cat <<E#${secrets.X:-a#b}#E => the shell would read in another way",
                "cat <<E#${u#'a'}${secrets.X}#E => which shells read differently",
                "echo $\\${secrets.X} => after a dollar sign",
                "cat <<E#$\\${secrets.X}#E => after a dollar sign",
                "cat <<E#${secrets.X:-a#E#b} => does not end within",
                "echo '${secrets.X:-a' b} => does not end within",
                "echo $'\\${secrets.X}' => take the backslash away",
                "cat <<${secrets.X}#a#${secrets.X} => no plain word such as EOF",
                "echo \"${secrets.X => malformed reference at character 7",
                "echo \"${secrets.X} => double quotes that begins here is never closed",
                "echo $(echo ${secrets.X} => a command substitution that begins here is never closed",
                "echo 'a# b ${secrets.X} => a single quote is never closed",
                "echo $'it\\'s' ${secrets.X} => write \\047",
                "echo \"${u:-it's}\" ${secrets.X} => which shells read differently",
                "echo $((echo a); echo b) ${secrets.X} => write a blank between the two",
                "echo ${ echo; } ${secrets.X} => which only some shells know",
                "echo $(cat <<E)#a#E# ${secrets.X} => stands behind line 1",
                "cat <<E $(#echo ${secrets.X})#E => stands behind line 2",
            })
    void whatCannotBeDoneSafelyIsAProblemThatSaysWhatToDo(String script, String message) {
        assertThat(problems(script.replace('#', '\n'))).first().asString().contains(message);
    }

    @Test
    void allProblemsAreGathered() {
        assertThat(
                        problems(
                                "echo ${secrets.} '${secrets.A B}'\n`${secrets.C}`; echo \"${secrets:x}\"\necho $((${secrets.D:-pw}))"))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("line 1: malformed reference at character 6,"),
                        problem -> assertThat(problem).startsWith("line 1: malformed reference at character 19,"),
                        problem -> assertThat(problem).startsWith("line 2: ${secrets.C} stands"),
                        problem -> assertThat(problem).startsWith("line 2: malformed reference"),
                        problem -> assertThat(problem)
                                .startsWith("line 3: ${secrets.D} stands")
                                .doesNotContain("pw"));
    }

    @Test
    void whatTheCallerRefusesIsAProblem() {
        assertThat(ShellScript.rewrite("a\nb ${secrets.X:-pw}", reference -> new Treatment.Refuse("is not for here")))
                .isEqualTo(new RewrittenScript(
                        "a\nb ${secrets.X:-pw}", List.of(new Problem("line 2", "${secrets.X} is not for here"))));
    }

    @Test
    void theNumberOfProblemsIsBounded() {
        assertThat(rewrite("${secrets.".repeat(100_000)).problems()).hasSize(Rewriting.MAX_PROBLEMS);
        assertThat(rewrite("'" + "${secrets.".repeat(100_000) + "'").problems()).hasSize(Rewriting.MAX_PROBLEMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(", "\"$(", "${x:-", "((", "$((", "$[", "(", "case x in a) ", "a=(", "<(", "\"${x:-\""})
    void deepNestingNeitherOverflowsNorPassesAReference(String opening) {
        String deep = opening.repeat((1 << 20) / opening.length());
        assertThat(rewrite(deep)).isEqualTo(new RewrittenScript(deep, List.of()));
        assertThat(rewrite("echo ${secrets.X}; " + deep + "${secrets.X}").problems())
                .isNotEmpty();
    }

    @Test
    void aVariableHasANameThatShellsAccept() {
        for (String name : List.of("", "1", "a-b", "a b", "é", "a}", "a\n")) {
            assertThatThrownBy(() -> new Treatment.Variable(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** References to KEEP are kept, all others become variables. */
    private static RewrittenScript rewrite(String script) {
        RewrittenScript rewritten = ShellScript.rewrite(script, ShellScriptTest::treat);
        assertThat(ShellScript.rewrite(rewritten.text(), ShellScriptTest::treat))
                .as("once more")
                .isEqualTo(rewritten);
        return rewritten;
    }

    private static Treatment treat(ScriptReference reference) {
        Reference named = reference.reference();
        return named.path().equals("KEEP") ? new Treatment.Keep() : new Treatment.Variable("V_" + named.path());
    }

    private static List<String> problems(String script) {
        RewrittenScript rewritten = rewrite(script);
        assertThat(rewritten.text()).as("a refused script stays as it was").isEqualTo(script);
        return rewritten.problems().stream().map(Problem::toString).toList();
    }
}
