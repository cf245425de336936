package io.sparksecrets.transfer;

import java.util.Objects;

/**
 * What became of one secret.
 *
 * @param why empty unless it is a conflict or failed; never a value
 */
public record TransferResult(String path, Outcome outcome, String why) {

    /** The cases. */
    public enum Outcome {
        /** It is there, and was read back; in a dry run: it would be written. */
        WRITTEN,
        /** The same value was there already. */
        SAME,
        /** It was deleted while this ran. */
        GONE,
        /** Another value is there, and was left as it is. */
        CONFLICT,
        /** It could not be read, written or verified. */
        FAILED
    }

    public TransferResult {
        Objects.requireNonNull(path);
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(why);
    }

    static TransferResult of(String path, Outcome outcome) {
        return new TransferResult(path, outcome, "");
    }

    static TransferResult failed(String path, String why) {
        return new TransferResult(path, Outcome.FAILED, why);
    }

    /** Whether somebody has to look at it. */
    public boolean isProblem() {
        return outcome == Outcome.CONFLICT || outcome == Outcome.FAILED;
    }
}
