package io.sparksecrets.admission;

/** Decides about one object that is about to be stored. Safe for use by many threads; each request has a virtual one. */
@FunctionalInterface
public interface AdmissionHandler {

    /**
     * Decides. What the user can mend is {@link AdmissionResponse#denied}, a store that cannot be asked now is {@link
     * AdmissionResponse#unavailable}.
     *
     * <p>An exception is a defect of the handler: the caller is told that there was one and nothing of what it says, and the log
     * has its type and its place, not its message, because that may quote a value.
     */
    AdmissionResponse handle(AdmissionRequest request);
}
