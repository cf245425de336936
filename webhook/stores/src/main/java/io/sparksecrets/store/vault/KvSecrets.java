package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.json.Json;
import io.github.jopenlibs.vault.json.JsonArray;
import io.github.jopenlibs.vault.json.JsonObject;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretPath;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Secrets of a KV engine, version 2.
 *
 * <p>Format: developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2.
 */
final class KvSecrets implements SecretEngine {

    private final String store;
    private final VaultApi api;
    private final VaultPath.Kv path;
    private final KvReading reading;
    private final KvWriting writing;
    private final KvListing listing;

    KvSecrets(String store, VaultApi api, VaultPath.Kv path, Parallel parallel) {
        this.store = store;
        this.api = api;
        this.path = path;
        this.reading = new KvReading(api, path);
        this.writing = new KvWriting(api, path, this::metadata);
        this.listing = new KvListing(api, path, parallel, this::metadata);
    }

    @Override
    public ReadResult read(ReadRequest request) {
        return reading.read(request);
    }

    @Override
    public List<SecretMetadata> list(String folder, String after, int limit) {
        return listing.list(folder.isEmpty() ? folder : SecretPath.require(folder), after, limit);
    }

    @Override
    public SecretMetadata write(String secret, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        return writing.write(SecretPath.require(secret), value, expectedVersion, writtenBy);
    }

    /** All versions that can be read, as otherwise those before the newest still could. Vault keeps their values. */
    @Override
    public void delete(String secret) {
        List<Long> versions = existing(secret).readable(Instant.now()).stream()
                .map(SecretVersion::version)
                .toList();
        String at = path.of("delete", secret);
        check(api.write(at, versions(versions)), "delete \"%s\"".formatted(secret), at);
    }

    @Override
    public SecretMetadata restore(String secret) {
        KvMetadata metadata = metadata(SecretPath.require(secret)).orElseThrow(() -> notFound(secret));
        if (metadata.exists(Instant.now())) {
            throw new StoreException(
                    Reason.CONFLICT, "\"%s\" is not deleted, so there is nothing to restore".formatted(secret));
        }
        List<Long> versions = metadata.restorable();
        if (metadata.newest() == 0) {
            throw notFound(secret);
        }
        if (!versions.contains(metadata.newest())) {
            throw new StoreException(
                    Reason.UNSUPPORTED,
                    "\"%s\" cannot be restored: its newest version was destroyed in Vault for good".formatted(secret));
        }
        String at = path.of("undelete", secret);
        check(api.write(at, versions(versions)), "restore \"%s\"".formatted(secret), at);
        return metadata.shown(secret);
    }

    @Override
    public List<SecretVersion> versions(String secret) {
        return existing(secret).readable(Instant.now());
    }

    private KvMetadata existing(String secret) {
        return metadata(SecretPath.require(secret))
                .filter(found -> found.exists(Instant.now()))
                .orElseThrow(() -> notFound(secret));
    }

    /** What Vault keeps about a secret; empty when it never knew one. */
    private Optional<KvMetadata> metadata(String secret) {
        String at = path.of("metadata", secret);
        VaultAnswer answer = api.read(at);
        if (answer.status() == 404) {
            Refusal.requireEngine(answer, "look at \"%s\"".formatted(secret), at);
            return Optional.empty();
        }
        check(answer, "look at \"%s\"".formatted(secret), "read", at);
        return Optional.of(KvMetadata.of(answer.data()));
    }

    private static JsonObject versions(Collection<Long> versions) {
        JsonArray numbers = new JsonArray();
        versions.forEach(version -> numbers.add(Json.value(version)));
        return new JsonObject().add("versions", numbers);
    }

    private void check(VaultAnswer answer, String task, String at) {
        check(answer, task, "update", at);
    }

    private void check(VaultAnswer answer, String task, String capability, String at) {
        if (answer.status() == 403) {
            throw Refusal.denied(task, capability, at);
        }
        if (!answer.succeeded()) {
            throw api.failure().unavailable("cannot %s: it answers HTTP %d".formatted(task, answer.status()));
        }
    }

    private StoreException notFound(String secret) {
        return new StoreException(
                Reason.NOT_FOUND, "there is no secret \"%s\" in the store \"%s\"".formatted(secret, store));
    }
}
