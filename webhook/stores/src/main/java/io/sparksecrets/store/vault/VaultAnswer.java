package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.json.Json;
import io.github.jopenlibs.vault.json.JsonObject;
import io.github.jopenlibs.vault.json.JsonValue;
import io.github.jopenlibs.vault.json.ParseException;
import io.github.jopenlibs.vault.response.LogicalResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What Vault answered. It may hold values of secrets, so it has no text of its own.
 *
 * <p>Format: developer.hashicorp.com/vault/api-docs, "Error response" and "HTTP status codes".
 */
final class VaultAnswer {

    private static final int MAX_WORDS = 200;

    private final int status;
    private final Optional<JsonObject> body;

    private VaultAnswer(int status, Optional<JsonObject> body) {
        this.status = status;
        this.body = body;
    }

    static VaultAnswer of(int status, String text) {
        return new VaultAnswer(status, parsed(text));
    }

    static VaultAnswer of(LogicalResponse response) {
        return of(
                response.getRestResponse().getStatus(),
                new String(response.getRestResponse().getBody(), StandardCharsets.UTF_8));
    }

    private static Optional<JsonObject> parsed(String text) {
        try {
            JsonValue value = Json.parse(text);
            return value.isObject() ? Optional.of(value.asObject()) : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    int status() {
        return status;
    }

    boolean succeeded() {
        return status == 200 || status == 204;
    }

    /** Whether this cannot be Vault's: everything but 204 has a JSON object. */
    boolean isForeign() {
        return status != 204 && body.isEmpty();
    }

    /** Whether it says that Vault is sealed, as an error or as its state. */
    boolean isSealed() {
        return says("sealed") || body.orElseGet(JsonObject::new).getBoolean("sealed", false);
    }

    /** The object {@code data}; empty where there is none. */
    JsonObject data() {
        return object(body.orElseGet(JsonObject::new), "data");
    }

    /** A text beside {@code data}, such as {@code lease_id}; empty where there is none. */
    String text(String name) {
        return text(body.orElseGet(JsonObject::new), name);
    }

    /** A number beside {@code data}, such as {@code lease_duration}; 0 where there is none. */
    long number(String name) {
        return number(body.orElseGet(JsonObject::new), name);
    }

    /** Whether one of Vault's own words about a failure contains this, whatever its case. */
    boolean says(String words) {
        return said().stream().anyMatch(error -> error.toLowerCase(Locale.ROOT).contains(words));
    }

    /**
     * Vault's own words about a failure, in one short line. Only for requests that carry no secret: Vault may quote what it was
     * sent.
     */
    String words() {
        String words =
                String.join("; ", said()).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return words.length() <= MAX_WORDS ? words : words.substring(0, MAX_WORDS) + "…";
    }

    private List<String> said() {
        List<String> said = new ArrayList<>();
        for (String list : List.of("errors", "warnings")) {
            JsonValue values = body.orElseGet(JsonObject::new).get(list);
            if (values != null && values.isArray()) {
                values.asArray().forEach(value -> said.add(value.isString() ? value.asString() : value.toString()));
            }
        }
        return said;
    }

    static JsonObject object(JsonObject parent, String name) {
        JsonValue value = parent.get(name);
        return value != null && value.isObject() ? value.asObject() : new JsonObject();
    }

    static String text(JsonObject parent, String name) {
        JsonValue value = parent.get(name);
        return value != null && value.isString() ? value.asString() : "";
    }

    static long number(JsonObject parent, String name) {
        JsonValue value = parent.get(name);
        try {
            return value != null && value.isNumber() ? value.asLong() : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
