package io.sparksecrets.store.diagnosis;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/** What is done with the secrets of a store that is open. */
final class SecretSteps {

    /** Whom the probe says that it was written by. */
    private static final String AUTHOR = "spark-secrets stores test";

    private static final ReadRequest PROBE = ReadRequest.newest(StoreDiagnosis.PROBE_PATH);

    private final SecretStore store;

    SecretSteps(SecretStore store) {
        this.store = store;
    }

    List<StepResult> take(boolean write) {
        List<StepResult> results = new ArrayList<>();
        StepResult list = list();
        results.add(list);
        if (list.outcome() == StepResult.Outcome.SKIPPED) {
            // Each read of such a store makes new credentials.
            results.add(StepResult.skipped(Step.READ, "a read would have new credentials made"));
            if (write) {
                results.add(StepResult.skipped(Step.WRITE, list.detail()));
            }
            return results;
        }
        results.add(read());
        if (write) {
            results.add(write());
        }
        return results;
    }

    private StepResult list() {
        try {
            return StepResult.passed(
                    Step.LIST, store.list("", "", 1).isEmpty() ? "there are no secrets yet" : "there are secrets");
        } catch (StoreException e) {
            return switch (e.reason()) {
                case UNSUPPORTED -> StepResult.skipped(Step.LIST, e.getMessage());
                case DENIED ->
                    StepResult.failed(
                            Step.LIST,
                            e.getMessage(),
                            "grant it to list and manage secrets; pods get theirs without it");
                default -> StepResult.failed(Step.LIST, e.getMessage(), "the message says what is wrong");
            };
        }
    }

    private StepResult read() {
        return switch (answer()) {
            case ReadResult.Found found ->
                StepResult.passed(Step.READ, "the secret %s is read".formatted(StoreDiagnosis.PROBE_PATH));
            case ReadResult.NotFound missing ->
                StepResult.passed(
                        Step.READ,
                        "it answers that there is no secret %s, as expected".formatted(StoreDiagnosis.PROBE_PATH));
            case ReadResult.Denied denied ->
                StepResult.failed(
                        Step.READ,
                        denied.inFull(),
                        "pods need this: let the login of the store read what it shall give out");
            case ReadResult.Unavailable unavailable ->
                StepResult.failed(Step.READ, unavailable.inFull(), "pods are refused as long as this is so");
            case ReadResult.Unsupported unsupported ->
                StepResult.failed(Step.READ, unsupported.why(), "is the place of the secrets right?");
        };
    }

    private ReadResult answer() {
        Map<ReadRequest, ReadResult> results = store.read(List.of(PROBE));
        ReadResult result = results.get(PROBE);
        return result == null ? new ReadResult.Unavailable("the store gave no answer") : result;
    }

    private StepResult write() {
        // Random, so that what is read back is what was written now.
        SecretValue value = SecretValue.of(UUID.randomUUID().toString());
        try {
            store.write(StoreDiagnosis.PROBE_PATH, value, OptionalLong.of(0), AUTHOR);
        } catch (StoreException e) {
            return StepResult.failed(Step.WRITE, e.getMessage(), hint(e.reason()));
        }
        boolean same = holds(answer(), value);
        try {
            store.delete(StoreDiagnosis.PROBE_PATH);
        } catch (StoreException e) {
            return StepResult.failed(
                    Step.WRITE,
                    "the secret %s was written but not deleted: %s"
                            .formatted(StoreDiagnosis.PROBE_PATH, e.getMessage()),
                    "delete it by hand, and grant it to delete secrets");
        }
        return same
                ? StepResult.passed(
                        Step.WRITE,
                        "the secret %s was written, read back and deleted".formatted(StoreDiagnosis.PROBE_PATH))
                : StepResult.failed(
                        Step.WRITE,
                        "the secret %s was written, but what was read back is not that"
                                .formatted(StoreDiagnosis.PROBE_PATH),
                        "does somebody else test this store at the same time?");
    }

    private static boolean holds(ReadResult result, SecretValue value) {
        return switch (result) {
            case ReadResult.Text text -> text.value().equals(value);
            case ReadResult.Fields fields -> fields.fields().containsValue(value);
            default -> false;
        };
    }

    private static String hint(Reason reason) {
        return switch (reason) {
            case CONFLICT ->
                "a test that was interrupted may have left it; delete it with: spark-secrets secrets delete "
                        + StoreDiagnosis.PROBE_PATH;
            case DENIED -> "grant it to write secrets here; pods get theirs without it";
            default -> "the message says what is wrong";
        };
    }
}
