package io.sparksecrets.pod;

import io.sparksecrets.conf.ConfFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The volume {@value #NAME} of a driver pod, as Spark writes it: a configMap volume with one item for each file.
 *
 * <p>Rewritten, it is a projected volume: {@code spark.properties} and the driver's Java argument files from the delivery Secret,
 * every other file from the conf map.
 *
 * @param json the configMap volume source
 * @param index the volume's place among the volumes
 */
public record ConfVolume(JsonNode json, int index) {

    /** The name that Spark 3.2 and later give the volume. */
    public static final String NAME = "spark-conf-volume-driver";

    private static final int READABLE_BY_ALL = 0444;
    private static final int DEFAULT_MODE = 0644;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static Optional<ConfVolume> find(JsonNode volumes) {
        int index = 0;
        for (JsonNode volume : volumes) {
            if (NAME.equals(volume.path("name").asString(""))
                    && volume.path("configMap").isObject()) {
                return Optional.of(new ConfVolume(volume.path("configMap"), index));
            }
            index++;
        }
        return Optional.empty();
    }

    /** The name of the conf map. */
    public String confMap() {
        return json.path("name").asString("");
    }

    /** The projected volume source that takes the place of the configMap one. */
    public ObjectNode projected(String deliverySecret, List<String> javaArgumentFiles) {
        ArrayNode sources = JSON.arrayNode();
        List<JsonNode> others = new ArrayList<>();
        String propertiesPath = ConfFiles.SPARK_PROPERTIES;
        for (JsonNode item : json.path("items")) {
            if (ConfFiles.SPARK_PROPERTIES.equals(item.path("key").asString(""))) {
                propertiesPath = item.path("path").asString(ConfFiles.SPARK_PROPERTIES);
            } else {
                others.add(item);
            }
        }
        boolean wholeMap = !json.has("items");
        if (wholeMap || !others.isEmpty()) {
            ObjectNode confMap = JSON.objectNode();
            confMap.put("name", confMap());
            if (!wholeMap) {
                confMap.putArray("items").addAll(others);
            }
            if (json.has("optional")) {
                confMap.set("optional", json.get("optional"));
            }
            sources.addObject().set("configMap", confMap);
        }
        // Last, because where two sources hold one path, the later one wins.
        ObjectNode secret = sources.addObject().putObject("secret");
        secret.put("name", deliverySecret);
        ArrayNode items = secret.putArray("items");
        addItem(items, ConfFiles.SPARK_PROPERTIES, propertiesPath);
        javaArgumentFiles.forEach(file -> addItem(items, file, file));

        ObjectNode projected = JSON.objectNode();
        projected.set("sources", sources);
        projected.put("defaultMode", json.path("defaultMode").asInt(DEFAULT_MODE));
        return projected;
    }

    /** Spark's images run as a user that is not the files' owner, so everybody has to be able to read. */
    private static void addItem(ArrayNode items, String key, String path) {
        items.addObject().put("key", key).put("path", path).put("mode", READABLE_BY_ALL);
    }
}
