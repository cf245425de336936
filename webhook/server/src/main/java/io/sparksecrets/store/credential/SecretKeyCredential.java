package io.sparksecrets.store.credential;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.CredentialSource;
import java.util.Objects;

/** A credential under a key of a Secret of the installation. */
public record SecretKeyCredential(String secretName, String key, InstallationSecretKeys keys)
        implements CredentialSource {

    public SecretKeyCredential {
        Objects.requireNonNull(secretName);
        Objects.requireNonNull(key);
        Objects.requireNonNull(keys);
    }

    @Override
    public SecretValue read() {
        return keys.read(secretName, key);
    }

    @Override
    public String place() {
        return "the key \"%s\" of the Secret %s".formatted(key, secretName);
    }
}
