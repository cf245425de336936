package io.sparksecrets.store.credential;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.CredentialSource;
import java.util.Objects;

/** A credential that the configuration holds. Its {@code toString} is redacted. */
public record InlineCredential(SecretValue credential) implements CredentialSource {

    public InlineCredential {
        Objects.requireNonNull(credential);
    }

    @Override
    public SecretValue read() {
        return credential;
    }

    @Override
    public String place() {
        return "the configuration";
    }
}
