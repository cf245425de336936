package io.sparksecrets.kubernetes;

import java.util.Map;
import java.util.Optional;

/**
 * The Secrets of the installation, in its own namespace. Reads are never older than a write that has been confirmed to anybody.
 * Every call answers or fails within seconds.
 */
public interface InstallationSecrets extends AutoCloseable {

    /** The Secret; empty where there is none. */
    Optional<StoredSecret> read(String name) throws InstallationException;

    /**
     * Creates a Secret.
     *
     * @return false when there is one already
     */
    boolean create(String name, Map<String, byte[]> data) throws InstallationException;

    /**
     * Replaces what a Secret holds.
     *
     * @param read as it was read
     * @return false when it was changed or deleted since then
     */
    boolean replace(String name, StoredSecret read, Map<String, byte[]> data) throws InstallationException;

    /** Has somebody told whenever the Secret may have changed; more often does no harm. Until {@link #close}. */
    void watch(String name, Runnable changed);

    @Override
    void close();
}
