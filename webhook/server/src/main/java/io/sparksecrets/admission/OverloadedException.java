package io.sparksecrets.admission;

/** There was no memory for a review in time; the same review may well be read a moment later. */
final class OverloadedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The HTTP status that says it. The API server's client tries again when Retry-After stands beside it. */
    static final int STATUS = 503;

    static final String WHY = "this replica is reading as many reviews as its memory allows; try again";

    OverloadedException() {
        super(WHY);
    }
}
