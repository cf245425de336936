package io.sparksecrets.e2e.cluster;

import io.sparksecrets.testing.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All that etcd has ever stored, through its JSON gateway (etcd.io, "gRPC-gateway": {@code /v3/kv/range}, {@code /v3/watch}). */
final class EtcdHistory {

    /** As both ends of a range it means all keys. */
    private static final String ALL_KEYS = Base64.getEncoder().encodeToString(new byte[1]);

    private final Command curl;
    private final URI etcd;
    private final JsonMapper json = JsonMapper.shared();

    /** @param curl the command, where it reaches etcd, with what it needs to be let in */
    EtcdHistory(Command curl, URI etcd) {
        this.curl = curl;
        this.etcd = etcd;
    }

    /** Every revision of every key up to now. */
    List<StoredObject> read() throws IOException {
        long last = json.readTree(post(
                                "/v3/kv/range",
                                "{\"key\": \"%s\", \"range_end\": \"%s\", \"count_only\": true}"
                                        .formatted(ALL_KEYS, ALL_KEYS))
                        .check())
                .at("/header/revision")
                .asLong();
        List<StoredObject> all = new ArrayList<>();
        Process watch = new ProcessBuilder(post(
                                "/v3/watch",
                                "{\"create_request\": {\"key\": \"%s\", \"range_end\": \"%s\", \"start_revision\": 1}}"
                                        .formatted(ALL_KEYS, ALL_KEYS))
                        .words())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(watch.getInputStream(), StandardCharsets.UTF_8))) {
            for (long revision = 0; revision < last; ) {
                String line = answers.readLine();
                if (line == null) {
                    throw new IOException("etcd ended its history at revision %d of %d".formatted(revision, last));
                }
                JsonNode result = json.readTree(line).path("result");
                if (result.path("canceled").asBoolean(false)) {
                    throw new IOException("etcd does not tell its history: " + result.path("cancel_reason"));
                }
                for (JsonNode event : result.path("events")) {
                    all.add(stored(event.path("kv")));
                    revision = event.at("/kv/mod_revision").asLong();
                }
            }
        } finally {
            watch.destroy();
        }
        return all;
    }

    private static StoredObject stored(JsonNode kv) {
        Base64.Decoder base64 = Base64.getDecoder();
        return new StoredObject(
                new String(base64.decode(kv.path("key").asString()), StandardCharsets.UTF_8),
                base64.decode(kv.path("value").asString("")));
    }

    private Command post(String path, String body) {
        return curl.with(
                "--silent",
                "--show-error",
                "--no-buffer",
                "--data",
                body,
                etcd.resolve(path).toString());
    }
}
