package io.sparksecrets.pod.rewrite;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.sparksecrets.pod.Pods;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An exception would block a pod, and say nothing to its user. */
class OddScriptsTest {

    private static final long SEED = 5;
    private static final int SCRIPTS = 3_000;

    private static final List<String> PIECES = List.of(
            "${secrets.X} ",
            "${secrets.X}",
            "'${secrets.X}' ",
            "\"${secrets.X}\" ",
            "A=${secrets.X} ",
            "--conf spark.a=${secrets.X} ",
            "--conf spark.executorEnv.A=${secrets.X} ",
            "--conf ",
            "--deploy-mode cluster ",
            "--deploy-mode ",
            "spark-submit ",
            "spark-sql -e ",
            "start-connect-server.sh ",
            "spark-daemon.sh submit ",
            "spark-class ",
            "java -D",
            "python3 -c ",
            "sh -c ",
            "bash ",
            "env ",
            "env -u ",
            "exec ",
            "sudo ",
            "xargs ",
            "flock ",
            "mapfile -C ",
            "eval ",
            "cat ",
            "read ",
            "set -x ",
            "| ",
            "|& ",
            "; ",
            ";; ",
            "& ",
            "&& ",
            "\n",
            "{ ",
            "} ",
            "( ",
            ") ",
            "((",
            ")) ",
            "[[ ",
            "]] ",
            "if ",
            "then ",
            "else ",
            "fi ",
            "while ",
            "for i in ",
            "do ",
            "done ",
            "case a in ",
            "a) ",
            "esac ",
            "f() ",
            "function f ",
            "<<< ",
            "<<E\n",
            "\nE\n",
            "< ",
            "> f ",
            ">> ",
            "2>&1 ",
            "<( ",
            ">( ",
            "$( ",
            "a=( ",
            "\"",
            "' ",
            "# ",
            "`");

    @Test
    void noScriptMakesTheWebhookFail() {
        Random random = new Random(SEED);
        for (int i = 0; i < SCRIPTS; i++) {
            StringBuilder script = new StringBuilder();
            for (int pieces = 1 + random.nextInt(12); pieces > 0; pieces--) {
                script.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            script.append(random.nextBoolean() ? "${secrets.X}" : "<<< ${secrets.X}");
            String text = script.toString();
            assertThatCode(() -> Pods.rewrite(Pods.podWithCommand("bash", "-c", text)))
                    .as(text)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void noWordsMakeItFail() {
        Random random = new Random(SEED);
        for (int i = 0; i < SCRIPTS; i++) {
            String[] words = new String[1 + random.nextInt(6)];
            for (int at = 0; at < words.length; at++) {
                words[at] = PIECES.get(random.nextInt(PIECES.size())).strip();
            }
            assertThatCode(() -> Pods.rewrite(Pods.podWithCommand(words)))
                    .as(String.join("|", words))
                    .doesNotThrowAnyException();
        }
    }
}
