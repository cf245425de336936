package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.api.Logical;
import io.github.jopenlibs.vault.json.JsonObject;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Requests to a Vault with the login that all share.
 *
 * <p>The driver sends paths as they are. Its own understanding of KV engines is not used: it has neither the metadata nor
 * patches, and hides from which engine a 404 came. What it calls an exception and what not depends on the status and the method;
 * here every answer comes back, but those with which Vault says that it cannot answer now, which are exceptions.
 */
final class VaultApi implements AutoCloseable {

    private final VaultConnection connection;
    private final VaultSessions sessions;

    VaultApi(VaultSettings settings) {
        this.connection = new VaultConnection(settings);
        this.sessions = new VaultSessions(new VaultLogin(connection), connection.failure());
    }

    VaultFailure failure() {
        return connection.failure();
    }

    /**
     * The login.
     *
     * @throws StoreException when there can be none
     */
    VaultSession session() {
        return sessions.current();
    }

    /**
     * The login, after Vault was asked whether it still accepts it; a new one where it does not.
     *
     * @throws StoreException when there can be none
     */
    VaultSession checkedSession() {
        VaultSession session = sessions.current();
        VaultAnswer answer = answered(token -> VaultAnswer.of(logical(token).read("auth/token/lookup-self")), session);
        return answer.status() == 403 && sessions.replaces(session, answer) ? sessions.current() : session;
    }

    /** Reads what is at a path; it may have a query. */
    VaultAnswer read(String path) {
        return send(token -> VaultAnswer.of(logical(token).read(path)));
    }

    /** Reads the names of what is in a folder. */
    VaultAnswer list(String folder) {
        // The driver's own list() forgets why there is nothing.
        return read(folder + "?list=true");
    }

    VaultAnswer write(String path, JsonObject body) {
        Map<String, Object> members = new LinkedHashMap<>();
        body.forEach(member -> members.put(member.getName(), member.getValue()));
        return send(token -> VaultAnswer.of(logical(token).write(path, members)));
    }

    /** Changes some members of what is at a path, RFC 7396. The driver has no such method. */
    VaultAnswer patch(String path, JsonObject change) {
        return send(token -> {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + "/v1/" + path))
                    .method("PATCH", BodyPublishers.ofString(change.toString()))
                    .header("Content-Type", "application/merge-patch+json")
                    .header("X-Vault-Request", "true")
                    .header("X-Vault-Token", token.reveal());
            connection.settings().namespace().ifPresent(name -> request.header("X-Vault-Namespace", name));
            HttpResponse<String> response = connection.http().send(request.build(), BodyHandlers.ofString());
            return VaultAnswer.of(response.statusCode(), response.body());
        });
    }

    private String base() {
        return connection.settings().endpoint().toString().replaceFirst("/$", "");
    }

    /** Whether it is there and can be used; needs no login. */
    VaultAnswer health() {
        try {
            // Not in a namespace: it is the state of the server.
            return call(
                    token -> VaultAnswer.of(connection
                            .logical(Optional.empty())
                            .withNameSpace("")
                            .read("sys/health?standbyok=true&perfstandbyok=true")),
                    SecretValue.of(""));
        } catch (RefusedException e) {
            return e.answer();
        }
    }

    private Logical logical(SecretValue token) {
        return connection.logical(Optional.of(token));
    }

    private interface Request {
        VaultAnswer send(SecretValue token) throws VaultException, IOException, InterruptedException;
    }

    private VaultAnswer send(Request request) {
        VaultSession session = sessions.current();
        VaultAnswer answer = answered(request, session);
        return answer.status() == 403 && sessions.replaces(session, answer)
                ? answered(request, sessions.current())
                : answer;
    }

    private VaultAnswer answered(Request request, VaultSession session) {
        try {
            return call(request, session.token());
        } catch (RefusedException e) {
            return e.answer();
        }
    }

    private VaultAnswer call(Request request, SecretValue token) throws RefusedException {
        VaultAnswer answer = connection.call(() -> request.send(token));
        connection.failure().of(answer).ifPresent(unavailable -> {
            throw unavailable;
        });
        return answer;
    }

    @Override
    public void close() {
        sessions.close();
        connection.close();
    }
}
