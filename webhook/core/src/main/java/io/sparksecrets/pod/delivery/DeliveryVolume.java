package io.sparksecrets.pod.delivery;

import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.JsonPatch;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.DeliveryEntry.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The volume that shows entries of the delivery Secret as files: argument files of Java options, and for a pod that is stored
 * before its Secret a marker, because the kubelet waits a second for a volume but ten for an env variable.
 */
public final class DeliveryVolume {

    static final String NAME = "sparksecrets-delivery";
    public static final String MOUNT_PATH = "/var/run/secrets/sparksecrets.io";

    private static final int READABLE_BY_ALL = 0444;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SparkPod pod;
    private final Delivery delivery;
    private final List<Container> mounting = new ArrayList<>();

    public DeliveryVolume(SparkPod pod, Delivery delivery) {
        this.pod = pod;
        this.delivery = delivery;
    }

    /** Notes a container that the delivery is for. */
    public void usedBy(Container container, boolean readsFiles) {
        boolean waits = delivery.owner().waitsForPod() && mounting.isEmpty() && volumeIndex() < 0;
        if (readsFiles || waits) {
            mounting.add(container);
        }
    }

    public void appendTo(JsonPatch patch) {
        if (mounting.isEmpty()) {
            return;
        }
        int index = volumeIndex();
        Set<String> keys = keys();
        if (index >= 0) {
            String items = "/spec/volumes/" + index + "/secret/items";
            for (JsonNode item : pod.spec().path("volumes").get(index).at("/secret/items")) {
                keys.remove(item.path("key").asString(""));
            }
            keys.forEach(key -> patch.add(items + "/-", item(key)));
        } else {
            append(patch, pod.spec().path("volumes"), "/spec/volumes", volume(keys));
        }
        for (Container container : mounting) {
            JsonNode mounts = container.json().path("volumeMounts");
            if (indexOf(mounts) < 0) {
                append(patch, mounts, container.pointer() + "/volumeMounts", mount());
            }
        }
    }

    private Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        for (DeliveryEntry entry : delivery.entries()) {
            if (entry.encoding() == Encoding.JAVA_ARGUMENT_FILE) {
                keys.add(entry.key());
            }
        }
        if (keys.isEmpty()) {
            keys.add(Delivery.MARKER);
        }
        return keys;
    }

    private ObjectNode volume(Set<String> keys) {
        ObjectNode volume = JSON.objectNode().put("name", NAME);
        ObjectNode secret = volume.putObject("secret");
        secret.put("secretName", delivery.secretName());
        secret.putArray("items").addAll(keys.stream().map(DeliveryVolume::item).toList());
        secret.put("defaultMode", READABLE_BY_ALL);
        return volume;
    }

    private static ObjectNode item(String key) {
        return JSON.objectNode().put("key", key).put("path", key);
    }

    private static ObjectNode mount() {
        return JSON.objectNode().put("name", NAME).put("readOnly", true).put("mountPath", MOUNT_PATH);
    }

    private static void append(JsonPatch patch, JsonNode list, String pointer, ObjectNode item) {
        if (list.isArray()) {
            patch.add(pointer + "/-", item);
        } else {
            patch.add(pointer, JSON.arrayNode().add(item));
        }
    }

    private int volumeIndex() {
        return indexOf(pod.spec().path("volumes"));
    }

    private static int indexOf(JsonNode list) {
        int index = 0;
        for (JsonNode item : list) {
            if (NAME.equals(item.path("name").asString(""))) {
                return index;
            }
            index++;
        }
        return -1;
    }
}
