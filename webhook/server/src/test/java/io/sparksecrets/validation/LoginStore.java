package io.sparksecrets.validation;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreHealth;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that makes a login at each read: {@code user-1} with {@code password-1}, and so on. */
final class LoginStore implements SecretStore {

    private final String name;
    private final Duration lease;
    private final AtomicInteger made = new AtomicInteger();

    LoginStore(String name, Duration lease) {
        this.name = name;
        this.lease = lease;
    }

    /** How many logins it made. */
    int made() {
        return made.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        Map<ReadRequest, ReadResult> results = new LinkedHashMap<>();
        for (ReadRequest request : requests) {
            int number = made.incrementAndGet();
            results.put(
                    request,
                    new ReadResult.Fields(
                            Map.of(
                                    "username", SecretValue.of("user-" + number),
                                    "password", SecretValue.of("password-" + number)),
                            0,
                            Optional.of(lease)));
        }
        return results;
    }

    @Override
    public List<SecretMetadata> list(String folder, String after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SecretMetadata restore(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SecretVersion> versions(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoreHealth health() {
        return new StoreHealth(true, "it answers");
    }

    @Override
    public void close() {}
}
