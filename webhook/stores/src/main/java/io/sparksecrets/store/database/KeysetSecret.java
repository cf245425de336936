package io.sparksecrets.store.database;

import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.kubernetes.InstallationSecrets;
import io.sparksecrets.kubernetes.StoredSecret;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An entry of a Kubernetes Secret of the installation that holds a keyset. The other entries of the Secret stay as they are. */
public final class KeysetSecret implements KeysetHome {

    private final InstallationSecrets secrets;
    private final String name;
    private final String entry;
    private final String place;

    /**
     * A Secret that must exist.
     *
     * @param secrets closed with this
     * @param entry the key of its data, such as {@code keyset.json}
     * @param place what messages call both
     */
    public KeysetSecret(InstallationSecrets secrets, String name, String entry, String place) {
        this.secrets = secrets;
        this.name = name;
        this.entry = entry;
        this.place = place;
    }

    @Override
    public SecretValue read() {
        return keyset(stored());
    }

    @Override
    public boolean replace(SecretValue read, SecretValue replacement) {
        StoredSecret stored = stored();
        if (!keyset(stored).equals(read)) {
            return false;
        }
        Map<String, byte[]> data = new HashMap<>();
        for (String key : stored.keys()) {
            stored.bytes(key).ifPresent(bytes -> data.put(key, bytes));
        }
        data.put(entry, replacement.reveal().getBytes(StandardCharsets.UTF_8));
        try {
            return secrets.replace(name, stored, data);
        } catch (InstallationException e) {
            throw unusable(place() + " cannot be written: " + e.getMessage());
        }
    }

    private StoredSecret stored() {
        Optional<StoredSecret> stored;
        try {
            stored = secrets.read(name);
        } catch (InstallationException e) {
            throw unusable(place() + " cannot be read: " + e.getMessage());
        }
        return stored.orElseThrow(() -> unusable(
                "the Secret for the keyset does not exist (%s); restore it from a backup, or make one from the file that \"spark-secrets keys create\" writes, where the database is new"
                        .formatted(place)));
    }

    private SecretValue keyset(StoredSecret stored) {
        return stored.text(entry)
                .map(SecretValue::of)
                .orElseThrow(() ->
                        unusable("the Secret for the keyset has no such key (%s); name the one that holds the keyset"
                                .formatted(place)));
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public void close() {
        secrets.close();
    }

    private static StoreException unusable(String message) {
        return Keyset.unusable(message);
    }
}
