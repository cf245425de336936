package io.sparksecrets.admission;

import tools.jackson.databind.JsonNode;

/**
 * Refuses reviews with more references than anybody has: all that differ stand in one annotation of the pod or in one Secret, which
 * some thousands fill. To find out what is wrong with each of hundreds of thousands takes a processor for half a minute.
 */
final class ReferenceLimit {

    static final int MAX = 25_000;

    private static final String BEGINNING = "${secrets";

    private int left = MAX;

    private ReferenceLimit() {}

    static void check(JsonNode review) throws BadAdmissionReviewException {
        new ReferenceLimit().count(review);
    }

    private void count(JsonNode node) throws BadAdmissionReviewException {
        if (node.isString()) {
            count(node.stringValue());
        }
        for (JsonNode child : node) {
            count(child);
        }
    }

    /** Beginnings without an end are no matter: the first of them is wrong, and that is all that is said. */
    private void count(String text) throws BadAdmissionReviewException {
        int end = -1;
        for (int at = text.indexOf(BEGINNING); at >= 0; at = text.indexOf(BEGINNING, end)) {
            end = text.indexOf('}', at);
            if (end < 0) {
                return;
            }
            if (--left < 0) {
                throw new BadAdmissionReviewException(
                        413, "the review holds more than %d references; hand over fewer".formatted(MAX));
            }
        }
    }
}
