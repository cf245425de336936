package io.sparksecrets.pod.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The annotation {@value #NAME} of a rewritten pod: which delivery Secret it waits for, and which entry stands for what.
 *
 * <pre>
 * {"secret": "spark-secrets-…", "request": UID, "confMap": NAME, "creator": HASH, "entries": {"reference-0": "${secrets.DB_PASSWORD}", …}}
 * </pre>
 *
 * <p>{@code request}, {@code confMap} and {@code creator} are there for a driver; {@code request} alone for a pod that owns its Secret; neither
 * for an executor that shares the Secret of its application.
 */
public final class DeliveryAnnotation {

    public static final String NAME = "sparksecrets.io/delivery";

    /** In characters: half of the 256 KiB that Kubernetes allows for all annotations of an object together. */
    public static final int MAX_LENGTH = 128 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private DeliveryAnnotation() {}

    /** The text of the annotation. */
    public static String text(Delivery delivery) {
        ObjectNode annotation = JsonNodeFactory.instance.objectNode();
        annotation.put("secret", delivery.secretName());
        if (!delivery.nonce().isEmpty()) {
            annotation.put("request", delivery.nonce());
        }
        if (delivery.owner() instanceof DeliveryOwner.Driver driver) {
            annotation.put("confMap", driver.confMap());
            if (!driver.creator().isEmpty()) {
                annotation.put("creator", driver.creator());
            }
        }
        ObjectNode entries = annotation.putObject("entries");
        delivery.entries().forEach(entry -> entries.put(entry.key(), entry.text()));
        return JSON.writeValueAsString(annotation);
    }

    /**
     * What a text in this form says, without any proof that it is true.
     *
     * @param application whose Secret the pod would share
     * @return empty when the text is not in this form, or says that a pod shares a Secret which has none to share
     */
    public static Optional<Delivery> read(String text, Optional<DeliveryOwner.Application> application) {
        try {
            JsonNode annotation = JSON.readTree(text);
            String request = annotation.path("request").asString("");
            Optional<? extends DeliveryOwner> owner = owner(
                    annotation.path("confMap").asString(""),
                    annotation.path("creator").asString(""),
                    request,
                    application);
            if (owner.isEmpty()) {
                return Optional.empty();
            }
            List<DeliveryEntry> entries = new ArrayList<>();
            annotation
                    .path("entries")
                    .forEachEntry((key, entry) -> entries.add(DeliveryEntry.fromKey(key, entry.asString(""))));
            return Optional.of(new Delivery(annotation.path("secret").asString(""), owner.get(), request, entries));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<? extends DeliveryOwner> owner(
            String confMap, String creator, String request, Optional<DeliveryOwner.Application> application) {
        if (!confMap.isEmpty()) {
            return Optional.of(new DeliveryOwner.Driver(confMap, creator));
        }
        return request.isEmpty() ? application : Optional.of(new DeliveryOwner.PodItself());
    }
}
