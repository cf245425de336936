package io.sparksecrets.pod.delivery;

import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.pod.SparkPod;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Finds in a rewritten pod where each entry of its delivery Secret is used, so that a message can name the place. */
public final class DeliveryPlaces {

    /** A variable of ours as Kubernetes expands it in a text, or as a shell does in a script. */
    private static final Pattern VARIABLE = Pattern.compile("\\$[({](SPARK_SECRETS_[0-9]+)[)}]");

    private final Map<String, Set<String>> places = new TreeMap<>();

    private DeliveryPlaces() {}

    /** The places, such as {@code container main, env DB_URL}, by the key of the entry that is used there. */
    public static Map<String, Set<String>> of(SparkPod pod, Delivery delivery) {
        DeliveryPlaces found = new DeliveryPlaces();
        pod.containers().forEach(container -> found.find(container, delivery.secretName()));
        return found.places;
    }

    private void find(Container container, String secretName) {
        Map<String, String> keys = new HashMap<>();
        for (JsonNode variable : container.env()) {
            JsonNode secret = Container.secretKeyRef(variable);
            if (secret.path("name").asString("").equals(secretName)) {
                String name = variable.path("name").asString("");
                String key = secret.path("key").asString("");
                keys.put(name, key);
                if (!SecretVariable.isName(name)) {
                    add(key, container, "env " + name);
                }
            }
        }
        for (JsonNode variable : container.env()) {
            String value = variable.path("value").stringValue("");
            String place = "env " + variable.path("name").asString("");
            findIn(value, keys, container, place);
            if (value.startsWith("@" + DeliveryVolume.MOUNT_PATH + "/")) {
                add(value.substring(DeliveryVolume.MOUNT_PATH.length() + 2), container, place);
            }
        }
        for (CommandLine.Word word : CommandLine.of(container)) {
            findIn(word.text(), keys, container, word.displayName());
        }
    }

    private void findIn(String text, Map<String, String> keys, Container container, String place) {
        if (!text.contains("SPARK_SECRETS_")) {
            return;
        }
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String key = keys.get(matcher.group(1));
            if (key != null) {
                add(key, container, place);
            }
        }
    }

    private void add(String key, Container container, String place) {
        String full = container.displayName() + ", " + place;
        places.computeIfAbsent(key, unknown -> new LinkedHashSet<>()).add(full);
    }
}
