package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.json.JsonObject;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;

/** Reads versions of secrets of a KV engine. */
final class KvReading {

    private final VaultApi api;
    private final VaultPath.Kv path;

    KvReading(VaultApi api, VaultPath.Kv path) {
        this.api = api;
        this.path = path;
    }

    ReadResult read(ReadRequest request) {
        // To Vault 0 means the newest.
        if (request.version().isPresent() && request.version().getAsLong() < 1) {
            return noSuchVersion(request);
        }
        String at = path.of("data", request.path());
        VaultAnswer answer = api.read(
                request.version().isPresent()
                        ? at + "?version=" + request.version().getAsLong()
                        : at);
        return switch (answer.status()) {
            case 200 -> found(answer, at);
            case 403 -> Refusal.deniedRead(at);
            case 404 -> missing(answer, request, at);
            // What Vault cannot answer now was an exception.
            default ->
                new ReadResult.Unsupported(
                        "Vault answers HTTP %d at \"%s\": %s".formatted(answer.status(), at, answer.words()));
        };
    }

    private static ReadResult found(VaultAnswer answer, String at) {
        long version = VaultAnswer.number(VaultAnswer.object(answer.data(), "metadata"), "version");
        return version == 0
                ? new ReadResult.Unsupported(
                        "what Vault has at \"%s\" is not of a KV engine of version 2; correct the path of the store, or upgrade the engine (vault kv enable-versioning)"
                                .formatted(at))
                : new ReadResult.Fields(SecretFields.of(VaultAnswer.object(answer.data(), "data")), version);
    }

    private ReadResult missing(VaultAnswer answer, ReadRequest request, String at) {
        JsonObject metadata = VaultAnswer.object(answer.data(), "metadata");
        long version = VaultAnswer.number(metadata, "version");
        if (metadata.getBoolean("destroyed", false)) {
            return new ReadResult.NotFound("its version %d was destroyed for good".formatted(version));
        }
        String deleted = VaultAnswer.text(metadata, "deletion_time");
        if (!deleted.isEmpty()) {
            return new ReadResult.NotFound("its version %d was deleted at %s".formatted(version, deleted));
        }
        return request.version().isPresent() && !answer.says("no handler for route")
                ? noSuchVersion(request)
                : Refusal.missing(answer, at);
    }

    private ReadResult noSuchVersion(ReadRequest request) {
        long wanted = request.version().getAsLong();
        VaultAnswer answer = api.read(path.of("metadata", request.path()));
        if (answer.status() == 404) {
            return new ReadResult.NotFound("there is no such secret");
        }
        String missing = "there is no version %d of it that can be read".formatted(wanted);
        return new ReadResult.NotFound(
                answer.succeeded()
                        ? missing + "; the newest is " + VaultAnswer.number(answer.data(), "current_version")
                        : missing);
    }
}
