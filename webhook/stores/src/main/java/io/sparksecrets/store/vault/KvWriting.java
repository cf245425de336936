package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.json.Json;
import io.github.jopenlibs.vault.json.JsonObject;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes versions of secrets of a KV engine, each only on top of the version that was looked at (check-and-set). Fields other
 * than {@code value} stay as they are.
 */
final class KvWriting {

    private static final Logger LOG = LoggerFactory.getLogger(KvWriting.class);

    /** How often to begin anew when others write the same secret at the same time. */
    private static final int ATTEMPTS = 50;

    private final VaultApi api;
    private final VaultPath.Kv path;
    private final Function<String, Optional<KvMetadata>> metadata;

    KvWriting(VaultApi api, VaultPath.Kv path, Function<String, Optional<KvMetadata>> metadata) {
        this.api = api;
        this.path = path;
        this.metadata = metadata;
    }

    SecretMetadata write(String secret, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value.reveal())) {
            throw new StoreException(
                    Reason.UNSUPPORTED,
                    "the value for \"%s\" cannot be kept: it holds half of a character (an unpaired surrogate)"
                            .formatted(secret));
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<KvMetadata> before = metadata.apply(secret);
            long newest = before.map(found -> found.expected(Instant.now())).orElse(0L);
            if (expectedVersion.isPresent() && expectedVersion.getAsLong() != newest) {
                throw conflict(secret, expectedVersion.getAsLong(), newest);
            }
            JsonObject fields = newest == 0 ? new JsonObject() : fields(secret);
            Optional<VaultAnswer> written = put(
                    secret,
                    SecretFields.with(fields, value),
                    before.map(KvMetadata::newest).orElse(0L));
            if (written.isPresent()) {
                JsonObject data = written.get().data();
                long version = VaultAnswer.number(data, "version");
                Instant now = Instant.parse(VaultAnswer.text(data, "created_time"));
                boolean signed = sign(secret, version, writtenBy, before);
                return new SecretMetadata(
                        secret,
                        version,
                        newest == 0 ? now : before.map(KvMetadata::createdAt).orElse(now),
                        now,
                        signed ? writtenBy : "");
            }
        }
        throw api.failure()
                .unavailable(
                        "is written to by others again and again at \"%s\"; nothing was written".formatted(secret));
    }

    /** Writes on top of a version; empty when that is no longer the newest. */
    private Optional<VaultAnswer> put(String secret, JsonObject fields, long onTopOf) {
        String at = path.of("data", secret);
        VaultAnswer answer = api.write(
                at,
                new JsonObject()
                        .add("options", new JsonObject().add("cas", Json.value(onTopOf)))
                        .add("data", fields));
        if (answer.succeeded()) {
            return Optional.of(answer);
        }
        if (answer.says("check-and-set parameter did not match")) {
            return Optional.empty();
        }
        if (answer.status() == 403) {
            throw Refusal.denied("write \"%s\"".formatted(secret), onTopOf == 0 ? "create" : "update", at);
        }
        if (answer.status() == 413 || answer.says("too large")) {
            throw new StoreException(
                    Reason.UNSUPPORTED,
                    "the value for \"%s\" is larger than this Vault takes (HTTP %d)"
                            .formatted(secret, answer.status()));
        }
        // Without Vault's own words: it may quote the value.
        throw new StoreException(
                Reason.UNSUPPORTED,
                "%s does not take \"%s\" (HTTP %d); its own log says why"
                        .formatted(api.failure().vault(), secret, answer.status()));
    }

    /** What the newest version holds beside {@code value}. */
    private JsonObject fields(String secret) {
        String at = path.of("data", secret);
        VaultAnswer answer = api.read(at);
        if (answer.status() == 403) {
            throw Refusal.denied("write \"%s\" without loss of its other fields".formatted(secret), "read", at);
        }
        // Deleted in the meantime: check-and-set will tell.
        return answer.succeeded() ? VaultAnswer.object(answer.data(), "data") : new JsonObject();
    }

    /**
     * Keeps who wrote a version. Where the policies do not let it, or the custom metadata is full, there is no author; the
     * version is written in any case.
     */
    private boolean sign(String secret, long version, String writtenBy, Optional<KvMetadata> before) {
        if (writtenBy.isEmpty()) {
            return true;
        }
        JsonObject change = new JsonObject().add(KvMetadata.AUTHOR + version, writtenBy);
        before.ifPresent(found -> found.authors().keySet().stream()
                .filter(signed -> !found.versions().containsKey(signed))
                .forEach(gone -> change.add(KvMetadata.AUTHOR + gone, Json.NULL)));
        VaultAnswer answer = api.patch(path.of("metadata", secret), new JsonObject().add("custom_metadata", change));
        if (!answer.succeeded()) {
            LOG.debug("Vault does not keep who wrote version {} of {}: HTTP {}", version, secret, answer.status());
        }
        return answer.succeeded();
    }

    private static StoreException conflict(String secret, long expected, long newest) {
        String found = newest == 0 ? "does not exist" : "is at version " + newest;
        String wanted = expected == 0 ? "a new secret" : "version " + expected;
        return new StoreException(
                Reason.CONFLICT,
                "\"%s\" %s where %s was expected: somebody else changed it; look at it again, then write with its version"
                        .formatted(secret, found, wanted));
    }
}
