package io.sparksecrets.transfer;

import io.sparksecrets.passphrase.EncryptedFileException;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.io.InputStream;
import java.util.Iterator;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@link ExportWriter} wrote. */
final class ExportReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String name;

    /** @param name of the file, for messages */
    ExportReader(String name) {
        this.name = name;
    }

    /**
     * Hands the secrets on, one after another.
     *
     * @return how many there were
     * @throws EncryptedFileException when the content is not what an export is made of
     */
    int read(InputStream content, Consumer<Entry> entries) {
        try (MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(content)) {
            requireFormat(next(lines));
            int count = 0;
            JsonNode line = next(lines);
            while (!line.has("secrets")) {
                entries.accept(entry(line));
                count++;
                line = next(lines);
            }
            if (line.path("secrets").asInt(-1) != count || lines.hasNext()) {
                throw notAnExport("it has another number of secrets than it says");
            }
            return count;
        } catch (JacksonException e) {
            // Its message may hold a value.
            throw notAnExport("it is no JSON");
        }
    }

    private void requireFormat(JsonNode first) {
        int format = first.path("export").asInt(0);
        if (format > ExportWriter.FORMAT) {
            throw new EncryptedFileException(
                    "what is in %s was written by a newer version of spark-secrets; take that version".formatted(name));
        }
        if (format != ExportWriter.FORMAT) {
            throw notAnExport("it does not begin as one");
        }
    }

    private JsonNode next(Iterator<JsonNode> lines) {
        if (!lines.hasNext()) {
            throw notAnExport("its end is missing");
        }
        return lines.next();
    }

    private Entry entry(JsonNode line) {
        String path = line.path("path").asString("");
        JsonNode value = line.path("value");
        if (!Reference.isPath(path) || !value.isString()) {
            throw notAnExport("one of its secrets has no path or no value");
        }
        return new Entry(
                path, SecretValue.of(value.asString()), line.path("fields").asBoolean(false));
    }

    private EncryptedFileException notAnExport(String why) {
        return new EncryptedFileException("what is in %s is no export of secrets: %s".formatted(name, why));
    }
}
