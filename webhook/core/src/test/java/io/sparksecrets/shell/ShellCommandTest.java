package io.sparksecrets.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellCommandTest {

    private static final String SCRIPT = "printf 'ran %s\\0' \"$0\" \"$@\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-c",
                "-ec",
                "-lc",
                "-xeuc",
                "-ce",
                "-e -c",
                "-c -e",
                "-c --",
                "-c -",
                "+e -c",
                "-o errexit -c",
                "-c -o errexit",
                "-eo nounset -c",
                "-ceo nounset",
                "-euxo noglob -c",
                "-oc errexit",
                "+eo noglob -c",
            })
    void theScriptIsFoundWhereEveryShellFindsIt(String options) {
        for (Shell shell : Shell.values()) {
            theShellRunsTheWordThatIsFound(shell, options);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--norc -c",
                "--rcfile /dev/null -c",
                "--init-file /dev/null --noprofile --login -c",
                "-o pipefail -O nullglob -ec",
                "-euo pipefail -c",
                "-ecoO pipefail nullglob",
                "--posix -c -x --",
            })
    void theScriptIsFoundWhereBashFindsIt(String options) {
        theShellRunsTheWordThatIsFound(Shell.BASH, options);
    }

    private static void theShellRunsTheWordThatIsFound(Shell shell, String options) {
        List<String> afterProgram = new ArrayList<>(List.of(options.split(" ")));
        int expected = afterProgram.size() + 1;
        afterProgram.addAll(List.of(SCRIPT, "name", "arg"));
        List<String> words = new ArrayList<>(List.of(shell == Shell.BASH ? "/bin/bash" : "sh"));
        words.addAll(afterProgram);
        assertThat(ShellCommand.scriptIndices(words)).isEqualTo(List.of(expected));
        Shell.Outcome outcome = shell.runWords(afterProgram);
        assertThat(outcome.words()).as(outcome.errors()).isEqualTo(List.of("ran name", "ran arg"));
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/env -i A=b bash -c SCRIPT, 5",
        "/usr/bin/tini -s -- /bin/sh -c SCRIPT sh arg, 5",
        "/opt/entrypoint.sh bash -c SCRIPT, 3",
        "bash /opt/entrypoint.sh sh -c SCRIPT, 4",
        "bash -- /opt/entrypoint.sh sh -c SCRIPT, 5",
        "busybox ash -c SCRIPT, 3",
        "su spark -s /bin/dash -c SCRIPT, 5",
        "zsh -c SCRIPT, 2",
        "/bin/ksh -c SCRIPT, 2",
    })
    void theShellNeedNotComeFirst(String words, int index) {
        assertThat(ShellCommand.scriptIndices(List.of(words.split(" ")))).containsExactly(index);
    }

    @Test
    void aScriptMayRunAnotherShellThatFollowsIt() {
        assertThat(ShellCommand.scriptIndices(
                        List.of("sh", "-c", "exec \"$@\"", "sh", "bash", "-c", "SCRIPT", "bash", "arg")))
                .containsExactly(2, 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "driver --conf a=b",
                "bash script.sh -c arg",
                "bash -- -c script",
                "sh",
                "sh -c",
                "bash -o pipefail",
                "sh -ec -o errexit",
                "java -c SCRIPT",
                "SHELL=/bin/sh run -c arg",
                "/bin/sh/ -c arg",
            })
    void otherWordsAreNoScripts(String words) {
        assertThat(ShellCommand.scriptIndices(List.of(words.split(" ")))).isEmpty();
    }

    @Test
    void noWordsHoldNoScript() {
        assertThat(ShellCommand.scriptIndices(List.of())).isEmpty();
        assertThat(ShellCommand.scriptIndices(List.of("", "sh", "", "-c"))).isEmpty();
    }
}
