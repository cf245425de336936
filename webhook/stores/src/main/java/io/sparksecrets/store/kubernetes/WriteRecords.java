package io.sparksecrets.store.kubernetes;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who wrote which path and when, in an annotation of the Secret: a JSON object of paths, each with when it was made, when it was
 * written and by whom. It holds no value.
 *
 * <p>All annotations of an object together have 256 KiB at most, and others need theirs. So when the text grows beyond half of
 * that, the paths that were not written for the longest time are left out.
 */
record WriteRecords(Map<String, WriteRecord> byPath) {

    static final String ANNOTATION = "sparksecrets.io/written";

    static final int MAX_BYTES = 128 * 1024;
    static final int MAX_AUTHOR = 256;

    private static final JsonMapper JSON = JsonMapper.shared();

    /** One write. */
    record WriteRecord(Instant createdAt, Instant updatedAt, String updatedBy) {}

    WriteRecords {
        byPath = Map.copyOf(byPath);
    }

    /** Reads the annotation. What somebody broke by hand is as if it were not there. */
    static WriteRecords parse(@Nullable String annotation) {
        Map<String, WriteRecord> found = new HashMap<>();
        try {
            JsonNode all = JSON.readTree(annotation == null ? "{}" : annotation);
            for (Map.Entry<String, JsonNode> entry : all.properties()) {
                JsonNode record = entry.getValue();
                found.put(
                        entry.getKey(),
                        new WriteRecord(
                                Instant.parse(record.path(0).asString("")),
                                Instant.parse(record.path(1).asString("")),
                                record.path(2).asString("")));
            }
        } catch (JacksonException | DateTimeException e) {
            return new WriteRecords(Map.of());
        }
        return new WriteRecords(found);
    }

    Optional<WriteRecord> of(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    WriteRecords with(String path, WriteRecord record) {
        Map<String, WriteRecord> all = new HashMap<>(byPath);
        all.put(path, record);
        return new WriteRecords(all);
    }

    WriteRecords without(String path) {
        Map<String, WriteRecord> all = new HashMap<>(byPath);
        all.remove(path);
        return new WriteRecords(all);
    }

    /** The text of the annotation. */
    String annotation() {
        List<Map.Entry<String, WriteRecord>> newestFirst = byPath.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, WriteRecord> entry) -> entry.getValue().updatedAt)
                        .reversed())
                .toList();
        Map<String, JsonNode> kept = new TreeMap<>();
        int bytes = 2;
        for (Map.Entry<String, WriteRecord> entry : newestFirst) {
            ArrayNode record = JSON.createArrayNode()
                    .add(entry.getValue().createdAt.toString())
                    .add(entry.getValue().updatedAt.toString())
                    .add(entry.getValue().updatedBy);
            // With two quotation marks, a colon and a comma.
            bytes += entry.getKey().length() + record.toString().getBytes(StandardCharsets.UTF_8).length + 4;
            if (bytes > MAX_BYTES) {
                break;
            }
            kept.put(entry.getKey(), record);
        }
        ObjectNode all = JSON.createObjectNode();
        kept.forEach(all::set);
        return all.toString();
    }
}
