package io.sparksecrets.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes secrets one after another, as JSON in lines:
 *
 * <pre>
 * {"export": 1, "store": "database", "folder": "", "at": "2026-11-25T09:30:00Z"}
 * {"path": "team/db/PASSWORD", "value": "…"}
 * {"path": "team/db/LOGIN", "value": "{\"password\":\"…\",\"user\":\"…\"}", "fields": true}
 * {"secrets": 2}
 * </pre>
 */
final class ExportWriter {

    static final int FORMAT = 1;

    /** Escapes what is not ASCII, so that every text comes back, even one with half of a surrogate pair. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final OutputStream out;
    private int count;

    /** @param store the name of the store that is exported, for people */
    ExportWriter(OutputStream out, String store, String folder, Instant now) throws IOException {
        this.out = out;
        write(JSON.createObjectNode()
                .put("export", FORMAT)
                .put("store", store)
                .put("folder", folder)
                .put("at", now.toString()));
    }

    void write(Entry entry) throws IOException {
        ObjectNode line = JSON.createObjectNode()
                .put("path", entry.path())
                .put("value", entry.value().reveal());
        if (entry.fields()) {
            line.put("fields", true);
        }
        write(line);
        count++;
    }

    /** Without this line, the end is missing. */
    void end() throws IOException {
        write(JSON.createObjectNode().put("secrets", count));
        out.flush();
    }

    private void write(ObjectNode line) throws IOException {
        out.write(JSON.writeValueAsString(line).getBytes(StandardCharsets.US_ASCII));
        out.write('\n');
    }
}
