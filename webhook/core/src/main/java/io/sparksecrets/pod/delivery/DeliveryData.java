package io.sparksecrets.pod.delivery;

import io.sparksecrets.conf.JavaArgumentFile;
import io.sparksecrets.conf.JavaOptions;
import io.sparksecrets.conf.OptionQuoting;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.reference.Template;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The data of a delivery Secret: its entries with their references resolved. */
public final class DeliveryData {

    /** What Kubernetes allows for all values of a Secret together. */
    static final int MAX_BYTES = 1024 * 1024;

    private DeliveryData() {}

    /** The references of all entries. */
    public static Set<Reference> references(Delivery delivery) {
        Set<Reference> references = new LinkedHashSet<>();
        delivery.entries().forEach(entry -> references.addAll(references(entry)));
        return references;
    }

    /** The references of one entry. */
    public static Set<Reference> references(DeliveryEntry entry) {
        return template(entry).references();
    }

    /**
     * The entries by their keys.
     *
     * @param values gives the value for each of {@link #references}
     */
    public static Map<String, SecretValue> render(Delivery delivery, Function<Reference, SecretValue> values) {
        Map<String, SecretValue> data = new LinkedHashMap<>();
        Function<Reference, String> texts = reference -> values.apply(reference).reveal();
        for (DeliveryEntry entry : delivery.entries()) {
            data.put(entry.key(), SecretValue.of(render(entry, texts)));
        }
        if (delivery.owner().waitsForPod()) {
            data.put(Delivery.MARKER, SecretValue.of(""));
        }
        return data;
    }

    /** The problem of data that is too large for one Secret; empty when it fits. */
    public static Optional<Problem> tooLarge(Map<String, SecretValue> data) {
        long bytes = data.values().stream().mapToLong(SecretValue::sizeInBytes).sum();
        return bytes <= MAX_BYTES
                ? Optional.empty()
                : Optional.of(new Problem(
                        "delivery Secret",
                        "all values together are too long: a Kubernetes Secret holds %d bytes. Use fewer or smaller values in one application."
                                .formatted(MAX_BYTES)));
    }

    private static String render(DeliveryEntry entry, Function<Reference, String> values) {
        Template template = template(entry);
        return switch (entry.encoding()) {
            case PLAIN -> template.render(values);
            case LAUNCHER_OPTIONS -> JavaOptions.render(template, values);
            case PYTHON_OPTIONS -> JavaOptions.render(template, OptionQuoting.PYTHON, values);
            case JAVA_ARGUMENT_FILE -> {
                String option = template.render(values);
                // With a NUL it is refused by ValueLimits, whatever stands here.
                yield JavaArgumentFile.canHold(option) ? JavaArgumentFile.of(List.of(option)) : option;
            }
        };
    }

    private static Template template(DeliveryEntry entry) {
        try {
            return Template.parse(entry.text());
        } catch (MalformedReferenceException e) {
            throw new IllegalStateException("an entry was made of a text that does not parse", e);
        }
    }
}
