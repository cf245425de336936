package io.sparksecrets.store.database;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.sparksecrets.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;

/** The file that holds the keyset: a cleartext Tink keyset in JSON, as {@code tinkey create-keyset --out-format json} writes it. */
final class KeysetFile {

    private KeysetFile() {}

    /** @throws StoreException when the file is missing, cannot be read or holds no AEAD keyset */
    static ValueCipher read(Path file) {
        String json;
        try {
            json = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unusable("there is no keyset at " + file + "; restore it from a backup");
        } catch (IOException e) {
            throw unusable("the keyset " + file + " cannot be read by this process ("
                    + e.getClass().getSimpleName() + "); check its owner and mode");
        }
        try {
            return new ValueCipher(
                    TinkJsonProtoKeysetFormat.parseKeyset(json, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException | RuntimeException e) {
            // No cause and no detail: a parser may quote what it could not parse, and that is key material.
            throw unusable("the file " + file
                    + " holds no usable Tink keyset in JSON with AEAD keys; restore the keyset from a backup");
        }
    }

    /** Makes a keyset with one new AES-256-GCM key, readable by its owner only, and puts it in place as a whole. */
    static ValueCipher create(Path file) {
        try {
            KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
            ValueCipher cipher = new ValueCipher(keyset);
            String json = TinkJsonProtoKeysetFormat.serializeKeyset(
                    keyset, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
            Path temporary = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(temporary);
            FilePermissions.createFile(temporary);
            Files.write(temporary, json.getBytes(StandardCharsets.UTF_8), StandardOpenOption.SYNC);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw unusable("no key could be generated for a new keyset");
        } catch (IOException e) {
            throw unusable(
                    "the keyset " + file + " cannot be written (" + e.getClass().getSimpleName()
                            + "); check the owner, the mode and the free space of its directory");
        }
    }

    private static StoreException unusable(String message) {
        return new StoreException(StoreException.Reason.UNAVAILABLE, message);
    }
}
