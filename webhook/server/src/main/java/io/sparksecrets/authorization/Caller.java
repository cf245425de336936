package io.sparksecrets.authorization;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whom a token is of, as Kubernetes says.
 *
 * @param username such as {@code alice@example.com} or {@code system:serviceaccount:team-a:deployer}
 * @param uid empty where the authenticator gives none
 * @param extra what the authenticator adds
 */
public record Caller(String username, String uid, List<String> groups, Map<String, List<String>> extra) {

    public Caller {
        Objects.requireNonNull(username);
        Objects.requireNonNull(uid);
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }
}
