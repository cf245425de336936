package io.sparksecrets.demo;

import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.reference.SecretValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a process in a container will see, from the pod as it is stored and the Secrets that were created: env variables that
 * come from a Secret, and our variables within other texts.
 */
public final class ProcessView {

    private static final Pattern OUR_VARIABLE = Pattern.compile("\\$\\((SPARK_SECRETS_[0-9]+)\\)");
    private static final Pattern ARGUMENT_FILE = Pattern.compile("@/var/run/secrets/sparksecrets\\.io/(.+)");

    private final Map<String, DeliverySecret> secrets = new HashMap<>();

    /** Of the Secrets of a cluster. */
    public ProcessView(List<DeliverySecret> secrets) {
        secrets.forEach(secret -> this.secrets.put(secret.name(), secret));
    }

    /** The value of an env variable. */
    public String env(JsonNode container, JsonNode variable) {
        JsonNode reference = variable.at("/valueFrom/secretKeyRef");
        if (reference.isObject()) {
            return entry(
                    reference.path("name").asString(), reference.path("key").asString());
        }
        return text(container, variable.path("value").asString(""));
    }

    /** A text with our variables expanded, and an argument file replaced by what stands in it. */
    String text(JsonNode container, String text) {
        Matcher file = ARGUMENT_FILE.matcher(text);
        if (file.matches()) {
            return secrets.values().stream()
                    .flatMap(secret -> Optional.ofNullable(secret.data().get(file.group(1))).stream())
                    .map(value -> value.reveal().strip())
                    .findFirst()
                    .orElse(text);
        }
        return OUR_VARIABLE.matcher(text).replaceAll(match -> {
            for (JsonNode variable : container.path("env")) {
                if (variable.path("name").asString().equals(match.group(1))) {
                    return Matcher.quoteReplacement(env(container, variable));
                }
            }
            return Matcher.quoteReplacement(match.group());
        });
    }

    /** An entry of a Secret. */
    String entry(String secret, String key) {
        DeliverySecret found = secrets.get(secret);
        SecretValue value = found == null ? null : found.data().get(key);
        if (value == null) {
            throw new IllegalStateException("there is no Secret %s with the key %s".formatted(secret, key));
        }
        return value.reveal();
    }
}
