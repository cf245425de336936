package io.sparksecrets.command.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.CommandRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MutateCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"driver-pod", "executor-pod-1", "executor-pod-2"})
    void whatIsPrintedCanBeFedInAgainAndDoesNotChange(String review) throws IOException {
        CommandRun first = mutate(recorded(review), "-f", "-");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("sparksecrets.io/delivery").doesNotContain("managedFields");

        assertThat(mutate(first.out(), "-f", "-", "-o", "patch")).isEqualTo(new CommandRun(0, "[ ]\n", ""));
        assertThat(mutate(first.out(), "-f", "-").out()).isEqualTo(first.out());
        assertThat(mutate(recorded(review), "-f", "-"))
                .as("the output is the same every time")
                .isEqualTo(first);
    }

    @Test
    void aPodInYamlIsPatched() {
        CommandRun run = mutate("""
                apiVersion: v1
                kind: Pod
                metadata: {name: p, namespace: n}
                spec:
                  containers:
                  - name: main
                    env:
                    - {name: PASSWORD, value: '${secrets.KEY}'}
                """, "-f", "-");

        assertThat(run.out()).contains("secretKeyRef:").contains("key: reference-0");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aMalformedReferenceIsReportedAndThePodIsPrintedAllTheSame() {
        CommandRun run = mutate("""
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec: {containers: [{name: main, env: [{name: A, value: '${secrets.}'}]}]}
                """, "-f", "-");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("kind: Pod");
        assertThat(run.err()).startsWith("error: container main, env A: malformed reference at character 1");
    }

    @Test
    void whatTheWebhookWouldRefuseWhateverTheValuesAreIsToldToo() {
        CommandRun run = mutate("""
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec:
                  volumes: [{name: v, hostPath: {path: '/x/${secrets.A}'}}]
                  containers: [{name: main, env: [{name: A, value: '${secrets.A}'}]}]
                """, "-f", "-");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("secretKeyRef:");
        assertThat(run.err())
                .isEqualTo(
                        "error: spec.volumes[0].hostPath.path: references are resolved in env, args and command only; use an env variable instead\n");
    }

    @Test
    void aNearMissIsWarnedOfOnStandardErrorAndThePodIsPrintedAllTheSame() {
        CommandRun run = mutate("""
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec: {containers: [{name: main, env: [{name: A, value: '${secret.DB}'}]}]}
                """, "-f", "-");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("value: ${secret.DB}").doesNotContain("warning");
        assertThat(run.err())
                .isEqualTo("warning: container main, env A: \"${secret.…\" is no reference and stays text;"
                        + " write ${secrets.DB}\n");
    }

    @Test
    void whatIsNoPodIsBadInput() {
        CommandRun run = mutate("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n", "-f", "-");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("error: standard input is no Pod and no AdmissionReview of a Pod; only pods are mutated\n");
    }

    private static CommandRun mutate(String input, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "mutate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return CommandRun.of(new CommandLine(new MutateCommand(in)), all);
    }

    private static String recorded(String review) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(MutateCommandTest.class.getResourceAsStream("/demo/" + review + ".json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
