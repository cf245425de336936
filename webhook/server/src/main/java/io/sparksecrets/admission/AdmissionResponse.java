package io.sparksecrets.admission;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a handler decides about a request.
 *
 * <p>Immutable. Its text forms hold no patch.
 */
public final class AdmissionResponse {

    /**
     * The most characters of a warning that the API server passes on, of which it cuts the rest; 120 are good manners
     * (admission/v1 AdmissionResponse.warnings).
     */
    public static final int MAX_WARNING_LENGTH = 256;

    /** Whoever reads more than this of what is wrong reads it in vain. */
    static final int MAX_MESSAGE_LENGTH = 16 * 1024;

    private static final byte[] NO_PATCH = {};
    private static final byte[] EMPTY_ARRAY = {'[', ']'};

    private final Outcome outcome;
    private final String message;
    private final byte[] patch;
    private final List<String> warnings;

    private AdmissionResponse(Outcome outcome, String message, byte[] patch, List<String> warnings) {
        this.outcome = outcome;
        this.message = message;
        this.patch = patch;
        this.warnings = warnings;
    }

    /** The object may be stored as it is. */
    public static AdmissionResponse allowed() {
        return new AdmissionResponse(Outcome.ALLOWED, "", NO_PATCH, List.of());
    }

    /**
     * The object may be stored after a JSON Patch (RFC 6902).
     *
     * @param jsonPatch an array in UTF-8 JSON; no bytes, or {@code []}, is the same as {@link #allowed()}
     */
    public static AdmissionResponse patched(byte[] jsonPatch) {
        if (jsonPatch.length == 0 || Arrays.equals(jsonPatch, EMPTY_ARRAY)) {
            return allowed();
        }
        return new AdmissionResponse(Outcome.PATCHED, "", jsonPatch.clone(), List.of());
    }

    /**
     * The object may not be stored, and asking again with the same object does not help. Code 403, because clients, Spark's among
     * them, do not try that again.
     *
     * @param message what is wrong and what to do; the user sees it, or its first 16,384 characters
     */
    public static AdmissionResponse denied(String message) {
        return new AdmissionResponse(Outcome.DENIED, cut(message), NO_PATCH, List.of());
    }

    /**
     * A store cannot be asked now. Code 503, which clients try again.
     *
     * @param message which store and what is known of it; the user sees it
     */
    public static AdmissionResponse unavailable(String message) {
        return new AdmissionResponse(Outcome.UNAVAILABLE, cut(message), NO_PATCH, List.of());
    }

    /** This program failed. Code 500; the message tells where to look and nothing of the cause. */
    static AdmissionResponse failed(String message) {
        return new AdmissionResponse(Outcome.FAILED, message, NO_PATCH, List.of());
    }

    /**
     * The same answer with warnings, which kubectl and spark-submit's log show. Control characters become spaces, since the API
     * server drops a warning that is no header text, and what is longer than {@link #MAX_WARNING_LENGTH} is cut.
     */
    public AdmissionResponse withWarnings(List<String> texts) {
        return new AdmissionResponse(
                outcome,
                message,
                patch,
                texts.stream().map(AdmissionResponse::warning).toList());
    }

    public Outcome outcome() {
        return outcome;
    }

    public boolean isAllowed() {
        return outcome == Outcome.ALLOWED || outcome == Outcome.PATCHED;
    }

    /** Why not; empty when allowed. */
    public String message() {
        return message;
    }

    /** The JSON Patch; empty when there is none. */
    public byte[] patch() {
        return patch.clone();
    }

    public List<String> warnings() {
        return warnings;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AdmissionResponse that
                && outcome == that.outcome
                && message.equals(that.message)
                && Arrays.equals(patch, that.patch)
                && warnings.equals(that.warnings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(outcome, message, Arrays.hashCode(patch), warnings);
    }

    @Override
    public String toString() {
        return "AdmissionResponse[%s%s, %d bytes of patch, %d warnings]"
                .formatted(outcome, message.isEmpty() ? "" : ": " + message, patch.length, warnings.size());
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE_LENGTH
                ? message
                : message.substring(0, MAX_MESSAGE_LENGTH)
                        + "… (and %d characters more)".formatted(message.length() - MAX_MESSAGE_LENGTH);
    }

    private static String warning(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        if (line.codePointCount(0, line.length()) <= MAX_WARNING_LENGTH) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, MAX_WARNING_LENGTH - 1)) + "…";
    }
}
