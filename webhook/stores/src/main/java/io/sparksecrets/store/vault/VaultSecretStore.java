package io.sparksecrets.store.vault;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Secrets in a Vault or an OpenBao: in a KV engine of version 2, or credentials that another engine makes at each read. */
public final class VaultSecretStore implements SecretStore {

    /** How many reads Vault shall have to answer at once. */
    private static final int READS_AT_ONCE = 16;

    private static final int MAX_PAGE = 1000;

    private final String name;
    private final VaultApi api;
    private final Duration readTimeout;
    private final Parallel parallel;
    private final VaultPath path;
    private final SecretEngine engine;

    private VaultSecretStore(String name, VaultApi api, Duration readTimeout, VaultPath path) {
        this.name = name;
        this.api = api;
        this.readTimeout = readTimeout;
        this.parallel = new Parallel(READS_AT_ONCE);
        this.path = path;
        this.engine = switch (path) {
            case VaultPath.Kv kv -> new KvSecrets(name, api, kv, parallel);
            case VaultPath.Engine other -> new EngineCredentials(api, other);
        };
    }

    /**
     * Logs in and finds the engine.
     *
     * @param name what the store is called
     * @throws StoreException when Vault cannot be asked or refuses the login, or when there are no secrets at such a path
     */
    public static VaultSecretStore open(String name, VaultSettings settings) {
        String written = VaultPath.written(settings.path());
        VaultApi api = new VaultApi(settings);
        try {
            VaultPath path = VaultPath.of(written, VaultMounts.find(api, written));
            return new VaultSecretStore(name, api, settings.readTimeout(), path);
        } catch (RuntimeException e) {
            api.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        return parallel.ask(
                requests,
                this::readOne,
                readTimeout,
                (request, isAsked) -> ReadResult.Unavailable.of(
                        isAsked
                                ? api.failure().late(readTimeout)
                                : api.failure().unasked(readTimeout)));
    }

    private ReadResult readOne(ReadRequest request) {
        try {
            return engine.read(request);
        } catch (StoreException e) {
            return e.reason() == StoreException.Reason.UNSUPPORTED
                    ? new ReadResult.Unsupported(e.toUsers())
                    : ReadResult.Unavailable.of(e);
        }
    }

    @Override
    public List<SecretMetadata> list(String folder, String after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit must be from 1 to " + MAX_PAGE + ", not " + limit);
        }
        return engine.list(folder, after, limit);
    }

    @Override
    public SecretMetadata write(String secret, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        return engine.write(secret, value, expectedVersion, writtenBy);
    }

    @Override
    public void delete(String secret) {
        engine.delete(secret);
    }

    @Override
    public SecretMetadata restore(String secret) {
        return engine.restore(secret);
    }

    @Override
    public List<SecretVersion> versions(String secret) {
        return engine.versions(secret);
    }

    /** Asks for the state of the server and for a login; no secret is read. */
    @Override
    public StoreHealth health() {
        try {
            VaultAnswer answer = api.health();
            if (!answer.succeeded()) {
                return new StoreHealth(
                        false,
                        "%s says that it cannot be used (HTTP %d)"
                                .formatted(api.failure().vault(), answer.status()));
            }
            Optional<Duration> left = api.checkedSession().end().map(end -> Duration.between(Instant.now(), end));
            return new StoreHealth(
                    true,
                    "%s answers and accepts the login for %s%s"
                            .formatted(
                                    api.failure().vault(),
                                    path.shown(),
                                    left.map(time -> ", good for another %d s unless it is renewed"
                                                    .formatted(Math.max(0, time.toSeconds())))
                                            .orElse("")));
        } catch (StoreException e) {
            return new StoreHealth(false, e.getMessage());
        }
    }

    @Override
    public void close() {
        parallel.close();
        api.close();
    }
}
