package io.sparksecrets.store.credential;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.CredentialSource;
import java.util.Objects;

/**
 * A credential under a key of a Secret of the installation.
 *
 * @param setting the key of the settings that name both. Messages call them by it: what stands there may be the credential itself, put
 *     in the wrong place
 */
public record SecretKeyCredential(String secretName, String key, String setting, InstallationSecretKeys keys)
        implements CredentialSource {

    public SecretKeyCredential {
        Objects.requireNonNull(secretName);
        Objects.requireNonNull(key);
        Objects.requireNonNull(setting);
        Objects.requireNonNull(keys);
    }

    @Override
    public SecretValue read() {
        return keys.read(secretName, key, setting);
    }

    @Override
    public String place() {
        return "the Secret and key that " + setting + " names";
    }
}
