package io.sparksecrets.store.vault;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretPath;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Credentials that an engine makes at each read, such as those of the database engine, and that end with their lease. There is
 * nothing to manage.
 */
final class EngineCredentials implements SecretEngine {

    private final VaultApi api;
    private final VaultPath.Engine path;

    EngineCredentials(VaultApi api, VaultPath.Engine path) {
        this.api = api;
        this.path = path;
    }

    @Override
    public ReadResult read(ReadRequest request) {
        if (request.version().isPresent()) {
            return new ReadResult.Unsupported("credentials that Vault makes at each read have no versions");
        }
        String from = path.of(request.path());
        VaultSession session = api.session();
        VaultAnswer answer = api.read(from);
        if (answer.succeeded() && !answer.data().isEmpty()) {
            return new ReadResult.Fields(SecretFields.of(answer.data()), 0, lease(answer, session));
        }
        if (answer.says("invalid path for a versioned k/v")) {
            return new ReadResult.Unsupported(
                    "the path %s of the Vault is one of a KV engine and lacks \"data\" behind the mount"
                            .formatted(path.shown()));
        }
        if (answer.says("unsupported path") || answer.says("unsupported operation")) {
            return new ReadResult.Unsupported(
                    "the engine that Vault has mounted there gives nothing to who reads \"%s\"; correct the path of the store: for secrets it is /v1/MOUNT/data/FOLDER of a KV engine"
                            .formatted(from));
        }
        if (answer.says("unknown role")) {
            return new ReadResult.NotFound("Vault has no role of this name at \"%s\"".formatted(path.shown()));
        }
        return switch (answer.status()) {
            case 403 -> Refusal.deniedRead(from);
            case 404 -> Refusal.missing(answer, from);
            default ->
                new ReadResult.Unavailable(
                        "Vault gives nothing at \"%s\" (HTTP %d); its own log says why"
                                .formatted(from, answer.status()),
                        // Of the database, for example, that does not answer.
                        "Vault gives nothing at \"%s\" (HTTP %d): %s".formatted(from, answer.status(), answer.words()));
        };
    }

    /**
     * How long the credentials are good: as long as their lease says, and no longer than the token that they were made for, with
     * which Vault takes them back. A static role has no lease, but says when its password changes next.
     */
    private static Optional<Duration> lease(VaultAnswer answer, VaultSession session) {
        long seconds = answer.number("lease_duration");
        if (answer.text("lease_id").isEmpty() && answer.data().get("ttl") != null) {
            seconds = VaultAnswer.number(answer.data(), "ttl");
        }
        Optional<Duration> lease = Optional.of(Duration.ofSeconds(Math.max(seconds, 0)));
        return answer.text("lease_id").isEmpty()
                ? lease
                : lease.map(given -> session.end()
                        .map(end -> Duration.between(Instant.now(), end))
                        .filter(left -> !session.renewable() && left.compareTo(given) < 0)
                        .map(left -> left.isNegative() ? Duration.ZERO : left)
                        .orElse(given));
    }

    private StoreException nothingToManage() {
        return new StoreException(
                Reason.UNSUPPORTED,
                "%s of the Vault holds no secrets that can be managed: its engine makes them at each read"
                        .formatted(path.shown()));
    }

    @Override
    public List<SecretMetadata> list(String folder, String after, int limit) {
        throw nothingToManage();
    }

    @Override
    public SecretMetadata write(String secret, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        SecretPath.require(secret);
        throw nothingToManage();
    }

    @Override
    public void delete(String secret) {
        throw nothingToManage();
    }

    @Override
    public SecretMetadata restore(String secret) {
        throw nothingToManage();
    }

    @Override
    public List<SecretVersion> versions(String secret) {
        throw nothingToManage();
    }
}
