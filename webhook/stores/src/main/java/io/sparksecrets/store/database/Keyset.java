package io.sparksecrets.store.database;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The keys that values are encrypted with: a cleartext Tink keyset, in JSON as {@code tinkey create-keyset --out-format json}
 * writes it. Cannot be changed; what changes it makes another one.
 */
final class Keyset {

    private final KeysetHandle handle;
    private final ValueCipher cipher;

    private Keyset(KeysetHandle handle) throws GeneralSecurityException {
        this.handle = handle;
        this.cipher = new ValueCipher(handle);
    }

    /**
     * One key of a keyset.
     *
     * @param id as Tink shows it, from 0 to 2³² - 1
     * @param enabled whether values that it encrypted can be decrypted
     * @param primary whether values are encrypted with it
     */
    record Key(long id, boolean enabled, boolean primary) {}

    /** One with one new AES-256-GCM key. */
    static Keyset create() {
        try {
            return new Keyset(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()));
        } catch (GeneralSecurityException e) {
            throw unusable("no key could be generated for a new keyset");
        }
    }

    /**
     * Reads one.
     *
     * @param place where it is from, for messages, such as {@code the file /data/keyset.json}
     * @throws StoreException when it is no AEAD keyset; the message does not quote it
     */
    static Keyset parse(SecretValue json, String place) {
        try {
            return new Keyset(TinkJsonProtoKeysetFormat.parseKeyset(
                    json.reveal(), AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException | RuntimeException e) {
            // No cause and no detail: a parser may quote what it could not parse, and that is key material.
            throw unusable(
                    place + " holds no usable Tink keyset in JSON with AEAD keys; restore the keyset from a backup");
        }
    }

    SecretValue json() {
        try {
            return SecretValue.of(TinkJsonProtoKeysetFormat.serializeKeyset(
                    handle, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            throw unusable("the keyset could not be written as JSON");
        }
    }

    ValueCipher cipher() {
        return cipher;
    }

    List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < handle.size(); i++) {
            KeysetHandle.Entry entry = handle.getAt(i);
            keys.add(new Key(
                    Integer.toUnsignedLong(entry.getId()), entry.getStatus() == KeyStatus.ENABLED, entry.isPrimary()));
        }
        return keys;
    }

    /** The same with a new key, which is not the primary one yet; it is the last of {@link #keys()}. */
    Keyset withNewKey() {
        try {
            KeysetHandle fresh = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
            return new Keyset(KeysetHandle.newBuilder(handle)
                    .addEntry(KeysetHandle.importKey(fresh.getAt(0).getKey()))
                    .build());
        } catch (GeneralSecurityException e) {
            throw unusable("no key could be added to the keyset");
        }
    }

    /** The same with another primary key, which must be one of its own. */
    Keyset withPrimary(long id) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle);
        for (int i = 0; i < builder.size(); i++) {
            if (Integer.toUnsignedLong(handle.getAt(i).getId()) == id) {
                builder.getAt(i).makePrimary();
            }
        }
        try {
            return new Keyset(builder.build());
        } catch (GeneralSecurityException e) {
            throw unusable("key %d cannot be made the primary one".formatted(id));
        }
    }

    /** The same without some keys; the primary one stays in any case. */
    Keyset without(Set<Long> ids) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle);
        for (int i = handle.size() - 1; i >= 0; i--) {
            KeysetHandle.Entry entry = handle.getAt(i);
            if (ids.contains(Integer.toUnsignedLong(entry.getId())) && !entry.isPrimary()) {
                builder.deleteAt(i);
            }
        }
        try {
            return new Keyset(builder.build());
        } catch (GeneralSecurityException e) {
            throw unusable("keys cannot be taken out of the keyset");
        }
    }

    static StoreException unusable(String message) {
        return new StoreException(
                StoreException.Reason.UNAVAILABLE,
                message,
                "the keyset of the store cannot be used; the log of the webhook says why");
    }
}
