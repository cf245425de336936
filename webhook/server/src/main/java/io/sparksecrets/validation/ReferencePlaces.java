package io.sparksecrets.validation;

import io.sparksecrets.pod.Delivery;
import io.sparksecrets.pod.DeliveryData;
import io.sparksecrets.pod.DeliveryPlaces;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where each reference of an object stands, in messages' words.
 *
 * @param places by reference; a reference may stand in several places
 */
record ReferencePlaces(Map<Reference, Set<String>> places) {

    ReferencePlaces() {
        this(new LinkedHashMap<>());
    }

    /** The references of a rewritten pod. */
    static ReferencePlaces of(SparkPod pod, Delivery delivery) {
        ReferencePlaces references = new ReferencePlaces();
        Map<String, List<String>> byKey = DeliveryPlaces.of(pod, delivery);
        delivery.entries().forEach(entry -> {
            List<String> places = byKey.getOrDefault(entry.key(), List.of("pod"));
            DeliveryData.references(entry)
                    .forEach(reference -> places.forEach(place -> references.add(reference, place)));
        });
        return references;
    }

    /** The references of a conf, by key. */
    static ReferencePlaces ofConf(Map<String, Set<Reference>> byKey) {
        ReferencePlaces references = new ReferencePlaces();
        byKey.forEach((key, held) -> held.forEach(reference -> references.add(reference, key)));
        return references;
    }

    void add(Reference reference, String place) {
        places.computeIfAbsent(reference, unknown -> new TreeSet<>()).add(place);
    }

    Set<Reference> references() {
        return places.keySet();
    }

    String of(Reference reference) {
        return String.join("; ", places.getOrDefault(reference, Set.of()));
    }
}
