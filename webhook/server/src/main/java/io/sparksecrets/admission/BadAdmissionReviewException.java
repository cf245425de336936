package io.sparksecrets.admission;

/** What came in is no AdmissionReview. */
public final class BadAdmissionReviewException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String why;

    BadAdmissionReviewException(int status, String why) {
        super(why);
        this.status = status;
        this.why = why;
    }

    static BadAdmissionReviewException malformed(String why) {
        return new BadAdmissionReviewException(400, why);
    }

    /** The HTTP status that says it: 400, 408, 413 or 415. */
    public int status() {
        return status;
    }

    /** What is wrong and where; it quotes nothing of the body. */
    public String why() {
        return why;
    }
}
