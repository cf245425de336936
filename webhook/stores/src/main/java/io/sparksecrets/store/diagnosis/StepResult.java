package io.sparksecrets.store.diagnosis;

import java.util.Objects;

/**
 * How a step went.
 *
 * @param detail what was found, what is wrong, or why it was skipped; neither a value nor a credential
 * @param hint what to do; empty unless it failed
 */
public record StepResult(Step step, Outcome outcome, String detail, String hint) {

    /** Whether it went well. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** Not tried, as there is no such thing with this store or an earlier step failed. */
        SKIPPED
    }

    public StepResult {
        Objects.requireNonNull(step);
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(hint);
    }

    static StepResult passed(Step step, String detail) {
        return new StepResult(step, Outcome.PASSED, detail, "");
    }

    static StepResult failed(Step step, String detail, String hint) {
        return new StepResult(step, Outcome.FAILED, detail, hint);
    }

    static StepResult skipped(Step step, String why) {
        return new StepResult(step, Outcome.SKIPPED, why, "");
    }

    public boolean isFailed() {
        return outcome == Outcome.FAILED;
    }
}
