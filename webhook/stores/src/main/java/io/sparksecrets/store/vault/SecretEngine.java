package io.sparksecrets.store.vault;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreException;
import java.util.List;
import java.util.OptionalLong;

/** One engine of a Vault as a store sees it. The methods are those of the port; all throw {@link StoreException}. */
interface SecretEngine {

    ReadResult read(ReadRequest request);

    List<SecretMetadata> list(String folder, String after, int limit);

    SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy);

    void delete(String path);

    SecretMetadata restore(String path);

    List<SecretVersion> versions(String path);
}
