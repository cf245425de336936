package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.response.AuthResponse;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

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
                        "vaultSettings.appRole.mount",
                        () -> connection
                                .auth(Optional.empty())
                                .loginByAppRole(
                                        appRole.mount(),
                                        appRole.roleId(),
                                        secretId.reveal().strip()));
            }
            case VaultAuth.Kubernetes kubernetes -> {
                SecretValue token = kubernetes.serviceAccountToken().read();
                yield login(
                        "the role in vaultSettings.kubernetes.role for the service account token in "
                                + kubernetes.serviceAccountToken().place(),
                        "Kubernetes",
                        "vaultSettings.kubernetes.mount",
                        () -> connection
                                .auth(Optional.empty())
                                .loginByKubernetes(
                                        kubernetes.role(), token.reveal().strip(), "auth/" + kubernetes.mount()));
            }
        };
    }

    /** @param mount the setting that says where the method is enabled */
    private VaultSession login(String credential, String method, String mount, Callable<AuthResponse> request) {
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
            // Vault does not tell strangers which methods it has: that is a 403 too.
            throw connection
                    .failure()
                    .unavailable("refuses %s (%s at what %s says, HTTP %d%s)%s"
                            .formatted(
                                    credential,
                                    method,
                                    mount,
                                    e.answer().status(),
                                    known(e.answer()),
                                    e.answer().status() == 400 ? "" : "; is this method enabled there?"));
        }
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
        VaultAnswer answer = lookup(token);
        if (answer.says("invalid token") || answer.says("bad token")) {
            throw connection
                    .failure()
                    .unavailable(
                            "does not accept the token in %s: it has expired or was revoked, or is of another Vault. Put a new one there"
                                    .formatted(source.token().place()));
        }
        return VaultSession.of(
                token,
                now,
                VaultAnswer.number(answer.data(), "ttl"),
                answer.data().getBoolean("renewable", false));
    }

    /** Not by the driver's own method, which fails where a field is missing. */
    private VaultAnswer lookup(SecretValue token) {
        try {
            VaultAnswer answer = connection.call(
                    () -> VaultAnswer.of(connection.logical(Optional.of(token)).read("auth/token/lookup-self")));
            connection.failure().of(answer).ifPresent(unavailable -> {
                throw unavailable;
            });
            return answer;
        } catch (RefusedException e) {
            return e.answer();
        }
    }

    /**
     * Whether Vault still knows a token.
     *
     * @throws StoreException when Vault cannot be asked
     */
    boolean isAlive(VaultSession session) {
        return lookup(session.token()).status() != 403;
    }

    /** Renews a token for as long as Vault gives; empty when it cannot be renewed now. */
    Optional<VaultSession> renewed(VaultSession session) {
        Instant now = Instant.now();
        try {
            AuthResponse answer = connection.call(
                    () -> connection.auth(Optional.of(session.token())).renewSelf());
            return Optional.of(
                    VaultSession.of(session.token(), now, answer.getAuthLeaseDuration(), answer.isAuthRenewable()));
        } catch (RefusedException | StoreException e) {
            return Optional.empty();
        }
    }
}
