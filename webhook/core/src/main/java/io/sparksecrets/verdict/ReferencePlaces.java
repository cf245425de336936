package io.sparksecrets.verdict;

import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryData;
import io.sparksecrets.pod.delivery.DeliveryPlaces;
import io.sparksecrets.reference.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Where each reference of an object stands, in messages' words. */
public final class ReferencePlaces {

    private final Map<Reference, Set<String>> places = new LinkedHashMap<>();

    ReferencePlaces() {}

    /** The references of a rewritten pod. */
    static ReferencePlaces of(SparkPod pod, Delivery delivery) {
        ReferencePlaces references = new ReferencePlaces();
        Map<String, Set<String>> byKey = DeliveryPlaces.of(pod, delivery);
        delivery.entries().forEach(entry -> {
            Set<String> places = byKey.getOrDefault(entry.key(), Set.of("pod"));
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

    void addAll(Map<String, ? extends Collection<Reference>> byPlace) {
        byPlace.forEach((place, references) -> references.forEach(reference -> add(reference, place)));
    }

    /** The references, in the order in which they were found. */
    public Set<Reference> references() {
        return Collections.unmodifiableSet(places.keySet());
    }

    /** The places of a reference, sorted; a reference may stand in several. */
    public List<String> of(Reference reference) {
        return new ArrayList<>(places.getOrDefault(reference, Set.of()));
    }
}
