package io.sparksecrets.store.vault;

import io.sparksecrets.store.CredentialSource;
import java.util.Objects;

/** How to log in to a Vault. */
public sealed interface VaultAuth {

    /** With a token that somebody else made. */
    record Token(CredentialSource token) implements VaultAuth {
        public Token {
            Objects.requireNonNull(token);
        }
    }

    /**
     * With AppRole.
     *
     * @param mount where the method is enabled, such as {@code approle}
     */
    record AppRole(String mount, String roleId, CredentialSource secretId) implements VaultAuth {
        public AppRole {
            Objects.requireNonNull(mount);
            Objects.requireNonNull(roleId);
            Objects.requireNonNull(secretId);
        }
    }

    /**
     * With the token of a Kubernetes service account.
     *
     * @param mount where the method is enabled, such as {@code kubernetes}
     */
    record Kubernetes(String mount, String role, CredentialSource serviceAccountToken) implements VaultAuth {
        public Kubernetes {
            Objects.requireNonNull(mount);
            Objects.requireNonNull(role);
            Objects.requireNonNull(serviceAccountToken);
        }
    }
}
