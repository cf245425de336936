package io.sparksecrets.shell;

import static io.sparksecrets.shell.Tracing.OFF;
import static io.sparksecrets.shell.Tracing.ON;
import static io.sparksecrets.shell.Tracing.PERHAPS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a shell prints the command in which a reference stands; the shells of this machine are asked too. */
class TracingTest {

    private static final String VALUE = "the-value";

    static Stream<Arguments> scripts() {
        return Stream.of(
                Arguments.of(OFF, "echo ${secrets.X}"),
                Arguments.of(ON, "set -x; echo ${secrets.X}"),
                Arguments.of(ON, "set -ex\n echo ${secrets.X}"),
                Arguments.of(ON, "set -o xtrace\necho ${secrets.X}"),
                Arguments.of(ON, "set -eux\necho ${secrets.X}"),
                Arguments.of(ON, "set -e -x\necho ${secrets.X}"),
                Arguments.of(ON, "set -x && echo ${secrets.X}"),
                Arguments.of(ON, "command set -x; echo ${secrets.X}"),
                Arguments.of(OFF, "echo ${secrets.X}; set -x"),
                Arguments.of(OFF, "set -x; set +x; echo ${secrets.X}; set -x"),
                Arguments.of(OFF, "set -x; { set +x; } 2>/dev/null; echo ${secrets.X}"),
                Arguments.of(OFF, "set -x; set +o xtrace; echo ${secrets.X}"),
                Arguments.of(OFF, "set -x; set -; echo ${secrets.X}"),
                Arguments.of(OFF, "set -- -x; echo ${secrets.X}"),
                Arguments.of(OFF, "set a -x; echo ${secrets.X}"),
                Arguments.of(OFF, "echo set -x; echo ${secrets.X}"),
                Arguments.of(OFF, "# set -x\necho ${secrets.X}"),
                Arguments.of(OFF, "set -e; echo -x; echo ${secrets.X}"),
                Arguments.of(OFF, "(set -x; true); echo ${secrets.X}"),
                Arguments.of(OFF, "y=$(set -x; true); echo ${secrets.X}"),
                Arguments.of(ON, "(set -x; echo ${secrets.X})"),
                Arguments.of(ON, "set -x; (set +x; true); echo ${secrets.X}"),
                Arguments.of(ON, "set -x; y=$(echo ${secrets.X})"),
                Arguments.of(ON, "if true; then set -x; echo ${secrets.X}; fi"),
                Arguments.of(ON, "set -x; if true; then echo ${secrets.X}; fi"),
                Arguments.of(OFF, "if false; then set -x; else echo ${secrets.X}; fi"),
                Arguments.of(OFF, "case a in b) set -x;; a) echo ${secrets.X};; esac"),
                Arguments.of(ON, "case a in a) set -x; echo ${secrets.X};; esac"),
                Arguments.of(OFF, "set -x; for i in 1 2; do set +x; echo ${secrets.X}; set -x; done"),
                Arguments.of(ON, "for i in 1 2; do set -x; echo ${secrets.X}; done"),
                Arguments.of(ON, "set -x; f() { echo ${secrets.X}; }; f"),
                Arguments.of(OFF, "f() { (set -x; true); }; f; echo ${secrets.X}"),
                Arguments.of(ON, "{ set -x; }; echo ${secrets.X}"),
                Arguments.of(ON, "set -x; X=${secrets.X}"),
                Arguments.of(ON, "set -x; X=${secrets.X} true"),
                Arguments.of(PERHAPS, "[ -z \"$DEBUG\" ] || set -x; echo ${secrets.X}"),
                Arguments.of(PERHAPS, "[ -n \"$DEBUG\" ] && { set -x; }; echo ${secrets.X}"),
                Arguments.of(PERHAPS, "if [ -n \"$DEBUG\" ]; then set -x; fi; echo ${secrets.X}"),
                Arguments.of(PERHAPS, "case \"$D\" in y) set -x;; esac; echo ${secrets.X}"),
                Arguments.of(PERHAPS, "set -x; if [ -n \"$QUIET\" ]; then set +x; fi; echo ${secrets.X}"),
                Arguments.of(PERHAPS, "for i in 1 2; do echo ${secrets.X}; set -x; done"),
                Arguments.of(PERHAPS, "while read l; do set -x; done < f; echo ${secrets.X}"),
                Arguments.of(PERHAPS, "f() { echo ${secrets.X}; }; set -x; f"),
                Arguments.of(PERHAPS, "debug() { set -x; }; debug; echo ${secrets.X}"),
                Arguments.of(PERHAPS, "function debug { set -x; }; echo ${secrets.X}"),
                Arguments.of(PERHAPS, "set -x; f() { echo ${secrets.X}; }; set +x; f"));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void itIsToldWhetherTheShellPrintsTheCommand(Tracing expected, String script) {
        assertThat(ShellScript.look(script, false).references())
                .extracting(ScriptReference::traced)
                .containsExactly(expected);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void whatIsCertainIsWhatShellsDo(Tracing expected, String script) {
        for (Shell shell : Shell.values()) {
            boolean known = shell == Shell.BASH || !script.contains("function ");
            if (expected != PERHAPS && known) {
                assertThat(prints(shell, script)).as("%s: %s", shell, script).isEqualTo(expected == ON);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bash -x -c", "sh -xc", "bash -ex -c", "bash -o xtrace -c", "env A=b bash -euxo pipefail -c"})
    void aShellMayBeStartedSo(String line) {
        List<String> words =
                Stream.concat(Stream.of(line.split(" ")), Stream.of("echo")).toList();

        assertThat(ShellCommand.isTraced(words, words.size() - 1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bash -c",
                "bash +x -c",
                "bash -x +x -c",
                "bash -o pipefail -c",
                "bash -x a.sh sh -c",
                "tini -x bash -c"
            })
    void otherOptionsAreOthers(String line) {
        List<String> words =
                Stream.concat(Stream.of(line.split(" ")), Stream.of("echo")).toList();

        assertThat(ShellCommand.isTraced(words, words.size() - 1)).isFalse();
    }

    @Test
    void whatTheShellIsStartedWithCountsUntilTheScriptEndsIt() {
        assertThat(ShellScript.look("echo ${secrets.X}; set +x; echo ${secrets.X}", true)
                        .references())
                .extracting(ScriptReference::traced)
                .containsExactly(ON, OFF);
    }

    @Test
    void theTimeIsLinearHoweverDeepLoopsAreNested() {
        String script = "for i in 1; do set -x; ".repeat(90) + "echo ${secrets.X}; " + "done; ".repeat(90);

        assertThat(ShellScript.look(script, false).references())
                .extracting(ScriptReference::traced)
                .containsExactly(ON);
    }

    private static boolean prints(Shell shell, String script) {
        String text = ShellScript.rewrite(script, any -> new Treatment.Variable("V_X"))
                .text();
        return shell.run(text, Map.of("V_X", VALUE)).errors().contains(VALUE);
    }
}
