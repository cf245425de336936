package io.sparksecrets.submission;

import io.sparksecrets.conf.SparkProperties;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conf of an application, with where each entry stands in the manifest. */
final class SparkConf {

    static final String DRIVER_ACCOUNT = "spark.kubernetes.authenticate.driver.serviceAccountName";
    static final String EXECUTOR_ACCOUNT = "spark.kubernetes.authenticate.executor.serviceAccountName";
    static final String NAMESPACE = "spark.kubernetes.namespace";

    /**
     * An entry.
     *
     * @param place where it stands; empty for what somebody other than the user sets
     */
    record Entry(String value, String place) {}

    private final Optional<String> sparkVersion;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Problem> lost = new ArrayList<>();

    /** @param sparkVersion which Spark puts on its pods as a label; empty where nobody knows it */
    SparkConf(Optional<String> sparkVersion) {
        this.sparkVersion = sparkVersion.filter(version -> !version.isEmpty());
    }

    Optional<String> sparkVersion() {
        return sparkVersion;
    }

    /** Sets a key; the last value counts. */
    void put(String key, String value, String place) {
        Entry before = entries.put(key, new Entry(value, place));
        if (before != null && !before.place().equals(place) && Template.mayHoldReference(before.value())) {
            lost.add(new Problem(
                    before.place(),
                    "is not used: %s is set by %s"
                            .formatted(key, place.isEmpty() ? "what submits the application" : place)));
        }
    }

    void putIfAbsent(String key, String value, String place) {
        if (!entries.containsKey(key)) {
            put(key, value, place);
        }
    }

    /** Sets a key unless there is nothing to set it to. */
    void putText(String key, Optional<String> value, String place) {
        value.filter(text -> !text.isEmpty()).ifPresent(text -> put(key, text, place));
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    Map<String, Entry> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** The entries whose keys begin so, by the rest of their keys. */
    Map<String, Entry> withPrefix(String prefix) {
        Map<String, Entry> found = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), entry);
            }
        });
        return found;
    }

    /** Entries that something else overrode. */
    List<Problem> lost() {
        return List.copyOf(lost);
    }

    /** The text of {@code spark.properties}. */
    String properties() {
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach((key, entry) -> values.put(key, entry.value()));
        return SparkProperties.of(values).write();
    }

    /** Where the keys of the conf stand. */
    Origins origins() {
        Origins origins = new Origins();
        entries.forEach((key, entry) -> origins.text(key, entry.place(), entry.value()));
        return origins;
    }
}
