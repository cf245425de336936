package io.sparksecrets.validation;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ForwardingSecretStore;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStoreInMemory;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that makes a login at each read: {@code user-1} with {@code password-1}, and so on. */
final class LoginStore extends ForwardingSecretStore {

    private final Duration lease;
    private final AtomicInteger made = new AtomicInteger();

    LoginStore(String name, Duration lease) {
        super(new SecretStoreInMemory(name));
        this.lease = lease;
    }

    /** How many logins it made. */
    int made() {
        return made.get();
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
}
