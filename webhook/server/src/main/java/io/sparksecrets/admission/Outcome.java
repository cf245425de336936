package io.sparksecrets.admission;

/** How a request went, as logs and metrics call it. */
public enum Outcome {
    ALLOWED("allowed", 200, "OK"),
    PATCHED("patched", 200, "OK"),
    DENIED("denied", 403, "Forbidden"),
    UNAVAILABLE("unavailable", 503, "ServiceUnavailable"),
    FAILED("failed", 500, "InternalError"),
    BAD_REQUEST("bad_request", 400, "BadRequest"),
    OVERLOADED("overloaded", 503, "ServiceUnavailable");

    private final String word;
    private final int code;
    private final String reason;

    Outcome(String word, int code, String reason) {
        this.word = word;
        this.code = code;
        this.reason = reason;
    }

    /** The code of a refusal's status. */
    int code() {
        return code;
    }

    /** The metav1.StatusReason that goes with the code, by which clients such as kubectl tell errors apart. */
    String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return word;
    }
}
