package io.sparksecrets.admission;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes an AdmissionReview (admission.k8s.io/v1) with an answer.
 *
 * <p>A refusal is an answer too: the API server passes code and message on to the user only from a review that came with HTTP
 * 200; any other status is a broken webhook to it, for which the failurePolicy decides.
 */
final class AdmissionReviewWriter {

    private final JsonFactory json = new JsonFactory();

    byte[] write(String uid, AdmissionResponse answer) {
        byte[] patch = answer.patch();
        ByteArrayOutputStream out = new ByteArrayOutputStream(192 + patch.length * 4 / 3);
        try (JsonGenerator review = json.createGenerator(ObjectWriteContext.empty(), out)) {
            review.writeStartObject();
            review.writeStringProperty("apiVersion", AdmissionReviewReader.API_VERSION);
            review.writeStringProperty("kind", AdmissionReviewReader.KIND);
            review.writeObjectPropertyStart("response");
            review.writeStringProperty("uid", wellFormed(uid));
            review.writeBooleanProperty("allowed", answer.isAllowed());
            if (patch.length > 0) {
                review.writeStringProperty("patchType", "JSONPatch");
                review.writeBinaryProperty("patch", patch);
            }
            if (!answer.isAllowed()) {
                writeStatus(review, answer);
            }
            writeWarnings(review, answer);
            review.writeEndObject();
            review.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void writeStatus(JsonGenerator review, AdmissionResponse answer) {
        review.writeObjectPropertyStart("status");
        review.writeStringProperty("status", "Failure");
        review.writeStringProperty("message", wellFormed(answer.message()));
        review.writeStringProperty("reason", answer.outcome().reason());
        review.writeNumberProperty("code", answer.outcome().code());
        review.writeEndObject();
    }

    private static void writeWarnings(JsonGenerator review, AdmissionResponse answer) {
        if (answer.warnings().isEmpty()) {
            return;
        }
        review.writeArrayPropertyStart("warnings");
        answer.warnings().forEach(warning -> review.writeString(wellFormed(warning)));
        review.writeEndArray();
    }

    /** What a reader of UTF-8 can take: half a surrogate pair, which JSON can smuggle into a name, becomes a question mark. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
