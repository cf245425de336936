package io.sparksecrets.pod;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** AdmissionReviews that a real API server sent while spark-submit ran. */
public final class RecordedRequests {

    static final JsonMapper JSON = JsonMapper.shared();

    /** One review of a pod. */
    public record PodReview(String file, SparkPod pod, PodRequest request) {
        @Override
        public String toString() {
            return file;
        }
    }

    private RecordedRequests() {}

    public static Stream<PodReview> pods() {
        return Stream.of(
                        "spark-4.1.1/driver-pod",
                        "spark-4.1.1/executor-pod-1",
                        "spark-4.1.1/executor-pod-2",
                        "pyspark-4.3.0/driver-pod",
                        "spark-3.5.6/driver-pod")
                .map(RecordedRequests::pod);
    }

    public static PodReview pod(String name) {
        JsonNode request = read(name).path("request");
        Map<String, List<String>> extra = new HashMap<>();
        request.at("/userInfo/extra").forEachEntry((key, values) -> {
            List<String> texts = new ArrayList<>();
            values.forEach(value -> texts.add(value.asString("")));
            extra.put(key, texts);
        });
        return new PodReview(
                name,
                new SparkPod(request.path("object")),
                PodRequest.from(
                        request.path("namespace").asString(""),
                        request.path("uid").asString(""),
                        request.at("/userInfo/username").asString(""),
                        extra));
    }

    private static JsonNode read(String name) {
        String resource = "/requests/" + name + ".json";
        try (InputStream in = RecordedRequests.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
