package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.ReportedCase;
import io.sparksecrets.demo.AdmissionClient.Answer;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.testing.StartedThreads;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.node.ObjectNode;

/** What applications are told when their secrets, or the server that has them, go away at a bad moment. */
public final class AdmissionOnStore {

    private static final List<String> SECRETS = List.of("CONF_PASS", "DB_PASS", "EXE_PASS", "OPT_PASS");
    private static final int PODS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The API server gives up after 5 s. */
    private static final long LONGEST_ANSWER_MICROS = 5_000_000;

    private AdmissionOnStore() {}

    /** Something that is done to the server of a store. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /**
     * A secret that is deleted between the check of a driver and its delivery is named, and nothing is delivered.
     *
     * @param store a real one, which is closed here
     */
    public static void checkDeletionBeforeDelivery(Path directory, SecretStore store) throws Exception {
        WebhookUnderTest webhook = start(directory, store);
        try {
            webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
            webhook.delete("DB_PASS");

            Answer denied = webhook.validate(webhook.review("conf-map"));

            assertThat(denied.code()).as(denied.message()).isEqualTo(403);
            assertThat(denied.message())
                    .contains("DB_PASS", "\"%s\"".formatted(store.name()))
                    .doesNotContain("value-of-", "CONF_PASS");
            assertThat(webhook.cluster().secrets()).isEmpty();

            webhook.write("DB_PASS", "value-of-DB_PASS");
            assertThat(webhook.validate(webhook.review("conf-map")).message()).isEmpty();
            webhook.cluster().awaitSecrets(1);
        } finally {
            webhook.stop();
        }
    }

    /**
     * A value of one line that somebody wrote with a newline, past the commands that tell of it, is admitted with a warning and
     * delivered as it is.
     *
     * @param store a real one that holds the value of {@code trailing-newline-file}, which is closed here
     */
    public static void checkNewlineAtTheEnd(Path directory, SecretStore store) throws Exception {
        WebhookUnderTest webhook = start(directory, store);
        try {
            webhook.admit(webhook.review("driver-pod"), webhook.driverUid());
            ObjectNode confMap = webhook.review("conf-map");
            ((ObjectNode) confMap.at("/request/object/data"))
                    .put("spark.properties", new ReportedCase("trailing-newline-file/spark-defaults.conf").text());

            Answer answer = webhook.validate(confMap);

            assertThat(answer.message()).isEmpty();
            assertThat(answer.warnings())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "spark.hadoop.fs.s3a.secret.key: the value of the secret \"FILE_NL\" ends in a newline");
            assertThat(webhook.cluster().awaitSecrets(1))
                    .singleElement()
                    .extracting(secret -> Objects.requireNonNull(secret.data().get("spark.properties"))
                            .reveal())
                    .asString()
                    .contains("spark.hadoop.fs.s3a.secret.key=dummy-value\\n");
        } finally {
            webhook.stop();
        }
    }

    /**
     * While a server says nothing, each of many pods is told in time which store is slow; afterwards pods pass again, and
     * no thread is left that waits for what never came.
     *
     * @param store a real one, which is closed here
     */
    public static void checkSilence(Path directory, SecretStore store, Action silence, Action end) throws Exception {
        WebhookUnderTest webhook = start(directory, store);
        try {
            assertThat(webhook.submit(webhook.review("driver-pod")).message()).isEmpty();
            try (StartedThreads threads = StartedThreads.watch()) {
                checkAnswers(webhook, store.name(), silence, end);
                Waiting.until("pods to pass again", PATIENCE, () -> passes(webhook));
                threads.awaitEnd(PATIENCE);
            }
        } finally {
            webhook.stop();
        }
    }

    private static void checkAnswers(WebhookUnderTest webhook, String store, Action silence, Action end)
            throws Exception {
        silence.run();
        try {
            for (Answer answer : submitAtOnce(webhook)) {
                assertThat(answer.code()).as(answer.message()).isEqualTo(503);
                // A pod that comes later may hear the end of what an earlier one asked.
                String itsStore = "the store \"%s\" ".formatted(store);
                assertThat(answer.message()).containsAnyOf(itsStore + "did not answer", itsStore + "is unavailable");
                assertThat(answer.micros()).isLessThan(LONGEST_ANSWER_MICROS);
            }
        } finally {
            end.run();
        }
    }

    private static WebhookUnderTest start(Path directory, SecretStore store) {
        WebhookUnderTest webhook = WebhookUnderTest.start(directory, store);
        SECRETS.forEach(secret -> webhook.write(secret, "value-of-" + secret));
        return webhook;
    }

    private static boolean passes(WebhookUnderTest webhook) throws IOException {
        try {
            return webhook.submit(webhook.review("driver-pod")).allowed();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private static List<Answer> submitAtOnce(WebhookUnderTest webhook) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> submissions = new ArrayList<>();
            for (int i = 0; i < PODS; i++) {
                submissions.add(threads.submit(() -> webhook.submit(webhook.review("driver-pod"))));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> submission : submissions) {
                answers.add(submission.get());
            }
            return answers;
        }
    }
}
