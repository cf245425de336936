package io.sparksecrets.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a test asks of a Vault beside the program under test: plain requests with the JSON of Vault's API. */
public final class VaultClient {

    private final HttpClient http;
    private final URI address;
    private final String token;

    VaultClient(HttpClient http, URI address, String token) {
        this.http = http;
        this.address = address;
        this.token = token;
    }

    /** What Vault answered. */
    public record Answer(int status, String body) {

        /** The first text, number or boolean of this name, wherever in the answer. */
        public String first(String name) {
            Matcher found = Pattern.compile("\"%s\":\"?([^\",}\\]]*)".formatted(Pattern.quote(name)))
                    .matcher(body);
            if (!found.find()) {
                throw new IllegalArgumentException("no \"%s\" in the answer, HTTP %d".formatted(name, status));
            }
            return found.group(1);
        }
    }

    /** The same with another token. */
    public VaultClient with(String otherToken) {
        return new VaultClient(http, address, otherToken);
    }

    /** Sends a request whatever comes back; an empty body is none. */
    public Answer send(String method, String path, String json) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/" + path))
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .header("X-Vault-Token", token)
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for Vault", e);
        }
    }

    private Answer check(String method, String path, String json) throws IOException {
        Answer answer = send(method, path, json);
        if (answer.status() >= 300) {
            throw new IOException("%s %s: HTTP %d %s".formatted(method, path, answer.status(), answer.body()));
        }
        return answer;
    }

    public Answer get(String path) throws IOException {
        return check("GET", path, "");
    }

    public Answer list(String path) throws IOException {
        return check("LIST", path, "");
    }

    public Answer post(String path, String json) throws IOException {
        return check("POST", path, json);
    }

    public Answer delete(String path) throws IOException {
        return check("DELETE", path, "");
    }

    /** Mounts a KV engine and returns when it can be used; one of version 2 is upgraded first. */
    public void mountKv(String mount, int version) throws IOException {
        post("sys/mounts/" + mount, "{\"type\": \"kv\", \"options\": {\"version\": \"%d\"}}".formatted(version));
        Waiting.until("the engine at " + mount, Duration.ofSeconds(60), () -> {
            int status =
                    send("LIST", mount + (version == 2 ? "/metadata" : "/"), "").status();
            return status == 404 || status == 200;
        });
    }

    /**
     * Writes a policy.
     *
     * @param rules in HCL
     */
    public void policy(String name, String rules) throws IOException {
        String quoted = rules.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        post("sys/policies/acl/" + name, "{\"policy\": \"%s\"}".formatted(quoted));
    }

    /**
     * Makes a token.
     *
     * @param json as {@code auth/token/create} takes it
     */
    public String token(String json) throws IOException {
        return post("auth/token/create", json).first("client_token");
    }
}
