package io.sparksecrets.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A Secret as the API server holds it. */
public final class StoredSecret {

    private final String version;
    private final Map<String, byte[]> data;

    /**
     * A Secret.
     *
     * @param version its resourceVersion, which changes with every change
     * @param data what it holds, by data key
     */
    public StoredSecret(String version, Map<String, byte[]> data) {
        this.version = version;
        this.data = Map.copyOf(data);
    }

    public String version() {
        return version;
    }

    /** Whether somebody made it and left the content to us. */
    public boolean isEmpty() {
        return data.isEmpty();
    }

    /** What a data key holds. */
    public Optional<byte[]> bytes(String key) {
        return Optional.ofNullable(data.get(key));
    }

    /** What a data key holds, as UTF-8. */
    public Optional<String> text(String key) {
        return bytes(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** The data keys. */
    public SortedSet<String> keys() {
        return new TreeSet<>(data.keySet());
    }

    /** Tells the data keys, never what they hold. */
    @Override
    public String toString() {
        return "StoredSecret[version=%s, keys=%s]".formatted(version, keys());
    }
}
