package io.sparksecrets.pod.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.DeliveryEntry;
import io.sparksecrets.pod.delivery.PastedValues;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Template;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rewrites pods, hands their words to the real programs of this machine as the kubelet would, and looks whether a value stays
 * what it is: data.
 */
class ValuesInRealProgramsTest {

    private static final String PWNED = "pwned";

    private static final List<String> VALUES = List.of(
            "x; touch pwned",
            "$(touch pwned)",
            "`touch pwned`",
            "' ; touch pwned ; '",
            "\" ; touch pwned ; \"",
            "\ntouch pwned\n",
            "'); import os; os.system('touch pwned'); ('",
            "'.`touch pwned`.'",
            "\"; system(\"touch pwned\"); \"",
            "'+require('child_process').execSync('touch pwned')+'",
            "x/;e touch pwned\n;s/a/",
            "$(shell touch pwned)",
            "-c",
            "a  b\t'\"\\$HOME €");

    /** The files of the working directory. */
    private static final Map<String, String> FILES = Map.of(
            "app.py", "import sys\nfor w in sys.argv[1:]: sys.stdout.write('<' + w + '>')\n",
            "app.pl", "print map { \"<$_>\" } @ARGV;\n",
            "app.js", "process.stdout.write(process.argv.slice(2).map(w => '<' + w + '>').join(''))\n",
            "app.sh", "printf '<%s>' \"$@\"\n",
            "data", "P\n",
            "Makefile", "all:\n\t@echo $(TOKEN)\n");

    /** A command line; the words are parted by bars, blanks part nothing. */
    private static List<String> words(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }

    private static String program(String line) {
        return words(line).getFirst();
    }

    /** What a pod with these words makes of a value; nothing where it is refused. */
    private static Stream<RealContainer.Outcome> run(List<String> words, String value) {
        ObjectNode pod = Pods.podWithCommand(words.toArray(String[]::new));
        PodRewrite rewrite = Pods.rewrite(pod);
        if (!rewrite.problems().isEmpty()) {
            return Stream.empty();
        }
        JsonNode after = Pods.apply(rewrite.patch(), pod);
        assertThat(PastedValues.in(new SparkPod(after))).isEmpty();
        assertThat(Pods.rewrite(after).patch()).as("run again").isEmpty();
        KubeletView view = KubeletView.of(Pods.main(after), (name, key) -> {
            DeliveryEntry entry = rewrite.delivery().orElseThrow().entries().stream()
                    .filter(one -> one.key().equals(key))
                    .findFirst()
                    .orElseThrow();
            return render(entry.text(), value);
        });
        return Stream.of(RealContainer.run(view.words(), view.env(), FILES));
    }

    private static String render(String template, String value) {
        try {
            return Template.parse(template).render(reference -> value);
        } catch (MalformedReferenceException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<String> codeLines() {
        return Stream.of(
                "sh|-c|sh -c 'echo ${secrets.X}'",
                "sh|-c|echo 'echo ${secrets.X}' \\| sh",
                "su|root|-c|echo ${secrets.X}",
                "su|-c|echo ${secrets.X}|-s|/bin/sh|root",
                "runuser|root|-c|echo ${secrets.X}",
                "script|-qc|echo ${secrets.X}|/dev/null",
                "flock|data|-c|echo ${secrets.X}",
                "env|-S|sh -c \"echo ${secrets.X}\"",
                "env|A=b|env|-S|sh -c \"echo ${secrets.X}\"",
                "timeout|-s|KILL|5|su|root|-c|echo ${secrets.X}",
                "nice|-n5|python3|-c|print('${secrets.X}')",
                "python3|-c|print('${secrets.X}')",
                "python3|-uX|dev|-c|print('${secrets.X}')",
                "python3|-Ic|print('${secrets.X}')",
                "perl|-e|print '${secrets.X}'",
                "perl|-lane|print '${secrets.X}'|data",
                "node|-e|console.log('${secrets.X}')",
                "node|-p|'${secrets.X}'",
                "awk|BEGIN { print \"${secrets.X}\" }",
                "sed|s/P/${secrets.X}/|data",
                "make|TOKEN=${secrets.X}",
                "xargs|-a|data|perl|-e|print '${secrets.X}'",
                "bash|-c|su root -c \"echo ${secrets.X}\"",
                "bash|-c|script -qc \"echo ${secrets.X}\" /dev/null",
                "bash|-c|flock data -c \"echo ${secrets.X}\"",
                "bash|-c|python3 -c \"print('${secrets.X}')\"",
                "bash|-c|perl -e \"print '${secrets.X}'\"",
                "bash|-c|awk \"BEGIN { print \\\"${secrets.X}\\\" }\"",
                "bash|-c|sed \"s/P/${secrets.X}/\" data",
                "bash|-c|eval \"echo ${secrets.X}\"",
                "bash|-c|trap \"echo ${secrets.X}\" EXIT",
                "bash|-c|f() { bash -c \"$1\"; }; f \"echo ${secrets.X}\"",
                "bash|-c|env -S \"sh -c \\\"echo ${secrets.X}\\\"\"",
                "bash|-c|find data -exec sh -c \"echo ${secrets.X}\" \\;",
                "bash|-c|python3 <<EOF\nprint('${secrets.X}')\nEOF",
                "bash|-c|python3 <<< \"print('${secrets.X}')\"",
                "bash|-c|sh <<< \"echo ${secrets.X}\"",
                "bash|-c|env sh <<EOF\necho ${secrets.X}\nEOF",
                "bash|-c|cat <<EOF \\| sh\necho ${secrets.X}\nEOF",
                "bash|-c|printf %s \"print('${secrets.X}')\" \\| python3",
                "bash|-c|echo '${secrets.X}' \\| xargs -I{} sh -c 'echo {}'",
                "bash|-c|. <(echo 'echo ${secrets.X}')",
                "bash|-c|x=$(sh -c \"echo ${secrets.X}\"); echo $x");
    }

    @ParameterizedTest
    @MethodSource("codeLines")
    void aProgramThatWouldRunAValueGetsNone(String line) {
        List<String> words = bars(words(line));
        assumeTrue(RealContainer.has(program(line)), program(line));
        boolean needsRoot = line.contains("su|") || line.contains("su root") || line.contains("runuser");
        assumeTrue(isRoot() || !needsRoot);

        for (String value : VALUES) {
            assertThat(run(words, value)).as(value).isEmpty();
        }
        assertThat(VALUES)
                .as("at least one of the values would run, if it were put there")
                .anySatisfy(value -> {
                    List<String> pasted = words.stream()
                            .map(word -> word.replace("${secrets.X}", value))
                            .toList();
                    assertThat(RealContainer.run(pasted, Map.of(), FILES).files())
                            .contains(PWNED);
                });
    }

    /** A bar that belongs to a script. */
    private static List<String> bars(List<String> words) {
        return List.of(String.join("|", words).replace("\\|", "\u0001").split("\\|")).stream()
                .map(word -> word.replace('\u0001', '|'))
                .toList();
    }

    private static boolean isRoot() {
        return RealContainer.run(List.of("id", "-u"), Map.of(), Map.of())
                .output()
                .strip()
                .equals("0");
    }

    static Stream<String> dataLines() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Path.of("").toAbsolutePath().resolve(classes()).toString();
        return Stream.of(
                "printf|<%s>|${secrets.X}",
                "echo|<${secrets.X}>",
                "env|printf|<%s>|${secrets.X}",
                "env|-i|A=${secrets.X}|PATH=/usr/bin:/bin|sh|-c|printf '<%s>' \"$A\"",
                "env|-u|A|--|python3|app.py|a ${secrets.X}",
                "nice|-n|5|python3|app.py|${secrets.X}",
                "nice|-5|python3|app.py|{\"p\": \"${secrets.X}\"}",
                "timeout|--signal=9|5|python3|app.py|x;${secrets.X}",
                "timeout|-k|5|-s|TERM|10|nohup|python3|-u|app.py|Bearer ${secrets.X}",
                "stdbuf|-oL|python3|app.py|${secrets.X}",
                "setsid|python3|app.py|${secrets.X}",
                "flock|data|python3|app.py|${secrets.X}",
                "python3|-W|ignore|-Xdev|app.py|-c|${secrets.X}",
                "python3|-c|import sys; print('<' + sys.argv[1] + '>')|${secrets.X}",
                "perl|app.pl|${secrets.X}",
                "perl|app.pl|--password=${secrets.X}",
                "node|app.js|${secrets.X}",
                "node|app.js|-p|${secrets.X}",
                "bash|app.sh|a b ${secrets.X}",
                "sh|-eu|app.sh|${secrets.X}",
                "sh|-c|printf '<%s>' \"$1\"|sh|a ; ${secrets.X}",
                "sh|-c|exec \"$@\"|sh|python3|app.py|a ; ${secrets.X}",
                "bash|-c|exec \"$@\"|--|printf|<%s>|${secrets.X}",
                "sh|-ceu|printf '<%s>' ${secrets.X}",
                "bash|--norc|-c|printf '<%s>' \"${secrets.X}\"",
                "bash|-o|pipefail|-ec|python3 app.py '${secrets.X}'",
                "bash|-c|python3 app.py --jaas \"user; password='${secrets.X}';\"",
                "bash|-c|exec nice -n 5 python3 app.py ${secrets.X}",
                "bash|-c|A=${secrets.X} python3 -c 'import os; print(\"<\" + os.environ[\"A\"] + \">\")'",
                "bash|-c|sh -c 'printf \"<%s>\" \"$1\"' sh ${secrets.X}",
                "bash|-c|if true; then (perl app.pl ${secrets.X}); fi",
                "bash|-c|x=$(python3 app.py ${secrets.X}.); echo \"$x\"",
                "bash|-c|cat <<EOF\n<${secrets.X}>\nEOF",
                "find|data|-exec|sh|-c|printf '<%s>' '${secrets.X}'|;",
                "xargs|-a|data|sh|-c|printf '<%s>' '${secrets.X}'",
                "env|LC_ALL=C.UTF-8|" + java + "|-XX:TieredStopAtLevel=1|-cp|" + classes
                        + "|io.sparksecrets.pod.rewrite.PrintedWords|a;b ${secrets.X}",
                "env|LC_ALL=C.UTF-8|" + java + "|-XX:TieredStopAtLevel=1|-Dprinted=${secrets.X}|-cp|" + classes
                        + "|io.sparksecrets.pod.rewrite.PrintedWords");
    }

    private static String classes() {
        try {
            return Path.of(PrintedWords.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dataLines")
    void aProgramThatTakesDataGetsAnyValueWhole(String line) {
        assumeTrue(line.startsWith("/") || RealContainer.has(program(line)), program(line));
        List<String> words = words(line);
        for (String value : VALUES) {
            assertThat(run(words, value)).as(value).singleElement().satisfies(outcome -> {
                assertThat(outcome.files()).doesNotContain(PWNED);
                assertThat(outcome.output()).as(outcome.errors()).contains(value.isEmpty() ? "<>" : value);
            });
        }
    }

    @Test
    void aCommandOfAnUnknownProgramIsRefusedOrRunsNoValue() {
        for (String program : List.of("perl", "node", "find", "xargs", "git", "tar")) {
            for (String option : List.of("-e", "-p", "-n", "-c", "-I", "--command", "-lane", "-exec")) {
                for (String value : VALUES.subList(0, 3)) {
                    run(List.of(program, option, "${secrets.X}"), value)
                            .forEach(outcome -> assertThat(outcome.files()).doesNotContain(PWNED));
                }
            }
        }
    }
}
