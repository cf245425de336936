package io.sparksecrets.admission;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** AdmissionReviews to send. */
final class Reviews {

    /** A small one, in the order of fields that the API server uses. */
    static final String POD = """
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1",
            "kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},
            "name":"driver","namespace":"spark","operation":"CREATE",
            "userInfo":{"username":"system:serviceaccount:spark:spark","uid":"u-2","groups":["system:authenticated"],
            "extra":{"authentication.kubernetes.io/pod-name":["driver"]}},
            "object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"driver","managedFields":[{"manager":"x"}]}},
            "oldObject":null,"dryRun":false}}""";

    private Reviews() {}

    static byte[] pod() {
        return bytes(POD);
    }

    /** {@link #pod()} with one text in the place of another, which must be there. */
    static byte[] podWith(String text, String instead) {
        if (!POD.contains(text)) {
            throw new IllegalArgumentException("the review does not hold " + text);
        }
        return bytes(POD.replace(text, instead));
    }

    /** What a real API server sent for a real spark-submit. */
    static byte[] captured(String file) {
        try (InputStream in = Objects.requireNonNull(Reviews.class.getResourceAsStream("/requests/" + file), file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
