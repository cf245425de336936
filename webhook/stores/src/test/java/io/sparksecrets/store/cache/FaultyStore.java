package io.sparksecrets.store.cache;

import io.sparksecrets.store.ForwardingSecretStore;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import java.util.Collection;
import java.util.Map;

/** Breaks the contract: its reads throw, and with a value in the message. */
final class FaultyStore extends ForwardingSecretStore {

    FaultyStore(SecretStore store) {
        super(store);
    }

    @Override
    public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
        throw new IllegalStateException("password=hunter2");
    }
}
