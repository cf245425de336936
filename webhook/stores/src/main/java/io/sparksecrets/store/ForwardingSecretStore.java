package io.sparksecrets.store;

import io.sparksecrets.reference.SecretValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A store in front of another one, to which it leaves whatever it does not do itself. */
public abstract class ForwardingSecretStore implements SecretStore {

    private final SecretStore store;

    protected ForwardingSecretStore(SecretStore store) {
        this.store = Objects.requireNonNull(store);
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        return store.read(requests);
    }

    @Override
    public Optional<Map<ReadRequest, ReadResult>> readAtOnce(Collection<ReadRequest> requests) {
        return store.readAtOnce(requests);
    }

    @Override
    public List<SecretMetadata> list(String folder, String after, int limit) {
        return store.list(folder, after, limit);
    }

    @Override
    public SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy) {
        return store.write(path, value, expectedVersion, writtenBy);
    }

    @Override
    public void delete(String path) {
        store.delete(path);
    }

    @Override
    public SecretMetadata restore(String path) {
        return store.restore(path);
    }

    @Override
    public List<SecretVersion> versions(String path) {
        return store.versions(path);
    }

    @Override
    public void onChange(Consumer<String> listener) {
        store.onChange(listener);
    }

    @Override
    public StoreHealth health() {
        return store.health();
    }

    @Override
    public void close() {
        store.close();
    }
}
