package io.sparksecrets.e2e.cluster;

import java.util.Arrays;

/** One revision of one object as the API server's database holds it. */
public final class StoredObject {

    private final String key;
    private final byte[] value;

    /**
     * @param key such as {@code /registry/pods/team-a/driver}
     * @param value the object in the API server's protobuf or JSON; empty for a deletion
     */
    public StoredObject(String key, byte[] value) {
        this.key = key;
        this.value = value.clone();
    }

    public String key() {
        return key;
    }

    /** Whether it is a Secret, where values may be. */
    public boolean isSecret() {
        return key.startsWith("/registry/secrets/");
    }

    /** Whether these bytes occur in it. */
    public boolean contains(byte[] part) {
        for (int start = 0; start + part.length <= value.length; start++) {
            if (Arrays.equals(value, start, start + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** Tells the key only. */
    @Override
    public String toString() {
        return key;
    }
}
