package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.response.AuthResponse;
import io.github.jopenlibs.vault.response.LookupResponse;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import java.time.Instant;
import java.util.Optional;

/** Logs in to a Vault in the way that the settings say, with the credential as it is at that moment. */
final class VaultLogin {

    private final VaultConnection connection;
    private final VaultAuth auth;

    VaultLogin(VaultConnection connection) {
        this.connection = connection;
        this.auth = connection.settings().auth();
    }

    /**
     * Logs in.
     *
     * @throws StoreException when Vault cannot be asked or refuses the credential; the message says which one that was
     */
    VaultSession login() {
        return switch (auth) {
            case VaultAuth.Token token -> withToken(token);
            case VaultAuth.AppRole appRole -> {
                SecretValue secretId = appRole.secretId().read();
                yield login(
                        "the role ID and the secret ID in " + appRole.secretId().place(),
                        "AppRole",
                        appRole.mount(),
                        () -> connection
                                .driver(Optional.empty())
                                .auth()
                                .loginByAppRole(
                                        appRole.mount(),
                                        appRole.roleId(),
                                        secretId.reveal().strip()));
            }
            case VaultAuth.Kubernetes kubernetes -> {
                SecretValue token = kubernetes.serviceAccountToken().read();
                yield login(
                        "the role \"%s\" for the service account token in %s"
                                .formatted(
                                        kubernetes.role(),
                                        kubernetes.serviceAccountToken().place()),
                        "Kubernetes",
                        kubernetes.mount(),
                        () -> connection
                                .driver(Optional.empty())
                                .auth()
                                .loginByKubernetes(
                                        kubernetes.role(), token.reveal().strip(), "auth/" + kubernetes.mount()));
            }
        };
    }

    private VaultSession login(
            String credential, String method, String mount, java.util.concurrent.Callable<AuthResponse> request) {
        Instant now = Instant.now();
        try {
            AuthResponse answer = connection.call(request);
            if (answer.getAuthClientToken() == null
                    || answer.getAuthClientToken().isEmpty()) {
                // As when the login asks for a second factor.
                throw connection.failure().unavailable("answered the login with %s without a token".formatted(method));
            }
            return VaultSession.of(
                    SecretValue.of(answer.getAuthClientToken()),
                    now,
                    answer.getAuthLeaseDuration(),
                    answer.isAuthRenewable());
        } catch (RefusedException e) {
            throw connection
                    .failure()
                    .unavailable(
                            isMissing(e.answer())
                                    ? "has no authentication method %s at \"auth/%s\"; enable it, or set the mount at which it is"
                                            .formatted(method, mount)
                                    : "refuses %s (%s at \"auth/%s\", HTTP %d%s)"
                                            .formatted(
                                                    credential,
                                                    method,
                                                    mount,
                                                    e.answer().status(),
                                                    known(e.answer())));
        }
    }

    private static boolean isMissing(VaultAnswer answer) {
        return answer.status() == 404 || answer.says("no handler for route") || answer.says("unsupported path");
    }

    /** Of Vault's own words only those that are known to hold nothing that was sent. */
    private static String known(VaultAnswer answer) {
        for (String words : new String[] {
            "invalid role or secret id",
            "invalid role name",
            "service account name not authorized",
            "namespace not authorized",
            "invalid audience",
            "lookup failed"
        }) {
            if (answer.says(words)) {
                return ": " + words;
            }
        }
        return "";
    }

    /** What such a token can do and how long it lives Vault tells the token itself, unless its policies forbid that too. */
    private VaultSession withToken(VaultAuth.Token source) {
        SecretValue token = SecretValue.of(source.token().read().reveal().strip());
        Instant now = Instant.now();
        try {
            LookupResponse found = lookup(token);
            return VaultSession.of(token, now, found.getTTL(), found.isRenewable());
        } catch (RefusedException e) {
            if (e.answer().says("invalid token") || e.answer().says("bad token")) {
                throw connection
                        .failure()
                        .unavailable(
                                "does not accept the token in %s: it has expired or was revoked, or is of another Vault. Put a new one there"
                                        .formatted(source.token().place()));
            }
            return new VaultSession(token, now, Optional.empty(), false);
        }
    }

    private LookupResponse lookup(SecretValue token) throws RefusedException {
        return connection.call(
                () -> connection.driver(Optional.of(token)).auth().lookupSelf());
    }

    /**
     * Whether Vault still knows a token.
     *
     * @throws StoreException when Vault cannot be asked
     */
    boolean isAlive(VaultSession session) {
        try {
            lookup(session.token());
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    /**
     * Renews a token for as long as Vault gives.
     *
     * @throws StoreException when Vault cannot be asked
     */
    Optional<VaultSession> renewed(VaultSession session) {
        Instant now = Instant.now();
        try {
            AuthResponse answer = connection.call(
                    () -> connection.driver(Optional.of(session.token())).auth().renewSelf());
            return Optional.of(
                    VaultSession.of(session.token(), now, answer.getAuthLeaseDuration(), answer.isAuthRenewable()));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }
}
