package io.sparksecrets.pod.delivery;

import io.sparksecrets.expansion.ExpansionToken;
import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.pod.SparkPod;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds in a rewritten pod where each entry of its delivery Secret is used, so that a message can name the place. */
public final class DeliveryPlaces {

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
        for (EnvVariable variable : container.env()) {
            if (variable.secretName().equals(secretName)) {
                String key = variable.secretKey();
                keys.put(variable.name(), key);
                if (!SecretVariable.isName(variable.name())) {
                    add(key, variable.displayName());
                }
            }
        }
        for (EnvVariable variable : container.env()) {
            String value = variable.value();
            findIn(value, keys, variable.displayName());
            if (value.startsWith("@" + DeliveryVolume.MOUNT_PATH + "/")) {
                add(value.substring(DeliveryVolume.MOUNT_PATH.length() + 2), variable.displayName());
            }
        }
        for (CommandLine.Word word : CommandLine.of(container)) {
            findIn(word.text(), keys, container.displayName() + ", " + word.displayName());
        }
    }

    private void findIn(String text, Map<String, String> keys, String place) {
        Stream<String> names = Stream.concat(
                ExpansionToken.names(text).filter(SecretVariable::isName),
                SecretVariable.IN_SCRIPT.matcher(text).results().map(match -> match.group(1)));
        names.forEach(name -> {
            String key = keys.get(name);
            if (key != null) {
                add(key, place);
            }
        });
    }

    private void add(String key, String place) {
        places.computeIfAbsent(key, unknown -> new LinkedHashSet<>()).add(place);
    }
}
