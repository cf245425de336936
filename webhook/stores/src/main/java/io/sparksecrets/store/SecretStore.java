package io.sparksecrets.store;

import io.sparksecrets.reference.SecretValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Where secrets live: a path leads to versions of a value.
 *
 * <p>Implementations are safe for use by many threads. Reading never throws for a store's failure, it answers {@link
 * ReadResult.Unavailable}; the methods that manage secrets throw {@link StoreException}.
 */
public interface SecretStore extends AutoCloseable {

    /** The name by which the long form of a reference and messages call this store, such as {@code database}. */
    String name();

    /**
     * Reads many secrets at once.
     *
     * @return one result for every request
     */
    Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests);

    /**
     * Reads without waiting for anything, where that can be.
     *
     * @return one result for every request; empty when it takes a {@link #read}
     */
    default Optional<Map<ReadRequest, ReadResult>> readAtOnce(Collection<ReadRequest> requests) {
        return Optional.empty();
    }

    /**
     * Lists what is in a folder and the folders below it, in the order of the paths (by code point).
     *
     * @param folder a path without a slash at its end; empty for everything
     * @param after only paths behind this one; empty to begin at the first
     * @param limit how many at most, 1 to 1000
     * @throws StoreException with {@link StoreException.Reason#UNSUPPORTED} when no path can be in such a folder
     * @throws IllegalArgumentException when the limit is not from 1 to 1000
     */
    List<SecretMetadata> list(String folder, String after, int limit);

    /**
     * Writes a new version. After a deletion the versions are counted on, so that a pinned version never means another value.
     *
     * @param path a path that a reference can name, see {@link SecretPath}
     * @param writtenBy who writes, as it shall be shown; empty where nobody can say
     * @param expectedVersion the newest version the caller knows, 0 for a secret that must not exist; empty to write in any case
     * @return the metadata after the write
     * @throws StoreException with {@link StoreException.Reason#CONFLICT} when the newest version is another one, with
     *     {@link StoreException.Reason#UNSUPPORTED} when the path or the value cannot be kept
     */
    SecretMetadata write(String path, SecretValue value, OptionalLong expectedVersion, String writtenBy);

    /**
     * Deletes a secret with its versions, so that it is no longer read or listed.
     *
     * @throws StoreException with {@link StoreException.Reason#NOT_FOUND} when there is none
     */
    void delete(String path);

    /**
     * Makes a deleted secret exist again, with the versions that it had.
     *
     * @return the metadata as it was before the deletion
     * @throws StoreException with {@link StoreException.Reason#NOT_FOUND} when there is nothing to restore, with {@link
     *     StoreException.Reason#CONFLICT} when the secret exists, with {@link StoreException.Reason#UNSUPPORTED} when the store
     *     does not keep what was deleted
     */
    SecretMetadata restore(String path);

    /**
     * The versions that can be read, the newest first.
     *
     * @throws StoreException with {@link StoreException.Reason#NOT_FOUND} when there is no such secret
     */
    List<SecretVersion> versions(String path);

    /**
     * Tells of changes that others make, where the store can: within a second, with the path, or with an empty text when
     * anything may have changed, as after a lost connection. A store that cannot tell never calls.
     *
     * @param listener called by any thread; must return at once
     */
    default void onChange(Consumer<String> listener) {}

    /** Whether the store can be read now. Asks the store; takes as long as that. */
    StoreHealth health();

    @Override
    void close();
}
