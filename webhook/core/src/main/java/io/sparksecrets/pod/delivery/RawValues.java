package io.sparksecrets.pod.delivery;

import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.reference.StructuredText;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds in a rewritten pod the values that do not arrive whole, because the text around them has a syntax of its own. */
public final class RawValues {

    /** What Kubernetes expands; a dollar sign before it is an escape. */
    private static final Pattern EXPANSION = Pattern.compile("(?<!\\$)\\$\\((?<name>[A-Za-z0-9._-]+)\\)");

    /** A variable of ours in a script, with the quotes that came with it. */
    private static final Pattern SHELL_VARIABLE =
            Pattern.compile("'\"\\$\\{(?<single>SPARK_SECRETS_[0-9]+)}\"\\$?'|\"\\$\\{(?<bare>SPARK_SECRETS_[0-9]+)}\""
                    + "|\\$\\{(?<double>SPARK_SECRETS_[0-9]+)}");

    private final Map<String, DeliveryEntry> entries = new HashMap<>();
    private final String secretName;
    private final Function<Reference, @Nullable SecretValue> values;
    private final Set<Problem> warnings = new LinkedHashSet<>();

    private RawValues(Delivery delivery, Function<Reference, @Nullable SecretValue> values) {
        this.secretName = delivery.secretName();
        this.values = values;
        delivery.entries().forEach(entry -> entries.put(entry.key(), entry));
    }

    /**
     * A warning for each, which names place and reference.
     *
     * @param pod the pod as it will be stored
     * @param values gives the value for each reference of the delivery
     */
    public static List<Problem> warnings(
            SparkPod pod, Delivery delivery, Function<Reference, @Nullable SecretValue> values) {
        RawValues found = new RawValues(delivery, values);
        pod.containers().forEach(found::addContainer);
        DeliveryPlaces.of(pod, delivery).forEach(found::addOptions);
        return new ArrayList<>(found.warnings);
    }

    /** Java options, whose text is not in the pod. */
    private void addOptions(String key, Set<String> places) {
        DeliveryEntry entry = entries.get(key);
        if (entry != null && entry.encoding() != DeliveryEntry.Encoding.PLAIN) {
            StructuredText text = StructuredText.of(template(entry));
            places.forEach(place -> warnings.addAll(text.warnings(place, values)));
        }
    }

    private void addContainer(Container container) {
        Map<String, Reference> variables = new HashMap<>();
        for (EnvVariable variable : container.env()) {
            if (variable.secretName().equals(secretName)) {
                reference(variable.secretKey()).ifPresent(reference -> variables.put(variable.name(), reference));
            }
        }
        if (variables.isEmpty()) {
            return;
        }
        for (EnvVariable variable : container.env()) {
            add(container, variable.place(), variable.value(), EXPANSION, variables);
        }
        for (CommandLine.Word word : CommandLine.of(container)) {
            Pattern pattern = SecretVariable.isInScript(word.text()) ? SHELL_VARIABLE : EXPANSION;
            add(container, word.displayName(), word.text(), pattern, variables);
        }
    }

    private void add(
            Container container, String place, String text, Pattern pattern, Map<String, Reference> variables) {
        StructuredText.Builder pieces = new StructuredText.Builder();
        int copied = 0;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            Reference reference = variables.get(name(matcher));
            if (reference != null) {
                pieces.text(text.substring(copied, matcher.start())).reference(reference);
                copied = matcher.end();
            }
        }
        if (copied > 0) {
            StructuredText structured = pieces.text(text.substring(copied)).build();
            warnings.addAll(structured.warnings(container.displayName() + ", " + place, values));
        }
    }

    private static String name(Matcher matcher) {
        for (String group : matcher.namedGroups().keySet()) {
            String name = matcher.group(group);
            if (name != null) {
                return name;
            }
        }
        throw new IllegalStateException("a variable without a name");
    }

    private Optional<Reference> reference(String key) {
        DeliveryEntry entry = entries.get(key);
        return entry == null || entry.encoding() != DeliveryEntry.Encoding.PLAIN
                ? Optional.empty()
                : template(entry).soleReference();
    }

    private static Template template(DeliveryEntry entry) {
        try {
            return Template.parse(entry.text());
        } catch (MalformedReferenceException e) {
            throw new IllegalStateException("an entry was made of a text that does not parse", e);
        }
    }
}
