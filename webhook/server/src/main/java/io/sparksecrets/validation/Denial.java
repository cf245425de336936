package io.sparksecrets.validation;

import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.reference.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gathers why an object is refused, and says it in one message.
 *
 * <p>The message is for the person who ran spark-submit: it names the object, the workload and each place, and never a value.
 */
public final class Denial {

    private final String subject;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> outages = new ArrayList<>();

    /** @param subject the object in the message's words, such as {@code pod team-a/etl-driver (service account team-a/spark)} */
    Denial(String subject) {
        this.subject = subject;
    }

    /** Why the object of a verdict is refused; empty when it is admitted. */
    public static Denial of(Verdict verdict) {
        Denial denial = new Denial(verdict.subject());
        denial.addAll(verdict.problems());
        verdict.outages().forEach(denial::addOutage);
        for (ReferenceVerdict reference : verdict.references()) {
            reference.failure().ifPresent(failure -> {
                Problem problem = new Problem(reference.where(), failure.message());
                if (failure.isRetryable()) {
                    denial.addOutage(problem);
                } else {
                    denial.add(problem);
                }
            });
        }
        return denial;
    }

    /** Something that trying again does not mend. */
    void add(Problem problem) {
        problems.add(problem);
    }

    void addAll(List<Problem> more) {
        problems.addAll(more);
    }

    /** A store or the cluster that cannot be asked now. */
    void addOutage(Problem outage) {
        outages.add(outage);
    }

    /** Something that the cluster could not be asked or refused. */
    void add(String where, ClusterException failure) {
        Problem problem = new Problem(where, failure.getMessage());
        if (failure.isRetryable()) {
            addOutage(problem);
        } else {
            add(problem);
        }
    }

    public boolean isEmpty() {
        return problems.isEmpty() && outages.isEmpty();
    }

    /** Whether nothing has to be mended, so that the same may be admitted later. */
    public boolean isRetryable() {
        return problems.isEmpty();
    }

    /** The answer; empty when nothing is wrong. Where anything needs mending, trying again is no use, so it is a denial. */
    Optional<AdmissionResponse> response() {
        if (isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                problems.isEmpty() ? AdmissionResponse.unavailable(message()) : AdmissionResponse.denied(message()));
    }

    /** What the answer says. */
    public String message() {
        String opening = problems.isEmpty()
                ? "Spark Secrets cannot admit " + subject + " now:"
                : "Spark Secrets refuses " + subject + ":";
        return opening + reasons();
    }

    /** All that is wrong, a line each, without whose it is. */
    public String reasons() {
        return Stream.concat(problems.stream(), outages.stream())
                .distinct()
                .map(problem -> "\n - " + problem)
                .collect(Collectors.joining());
    }
}
