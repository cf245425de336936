package io.sparksecrets.pod.delivery;

import io.sparksecrets.expansion.ExpansionToken;
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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds in a rewritten pod the values that do not arrive whole, because the text around them has a syntax of its own. */
public final class RawValues {

    /** A variable of ours in a script, with the quotes that came with it. */
    private static final Pattern SHELL_VARIABLE =
            Pattern.compile("'\"\\$\\{(?<single>SPARK_SECRETS_[0-9]+)}\"\\$?'|\"\\$\\{(?<bare>SPARK_SECRETS_[0-9]+)}\""
                    + "|\\$\\{(?<double>SPARK_SECRETS_[0-9]+)}");

    /** Where a text takes in a variable, with the quotes that came with it. */
    private record Use(String variable, int start, int end) {}

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
            add(variable.displayName(), variable.value(), expanded(variable.value()), variables);
        }
        for (CommandLine.Word word : CommandLine.of(container)) {
            String text = word.text();
            List<Use> uses = SecretVariable.isInScript(text) ? inScript(text) : expanded(text);
            add(container.displayName() + ", " + word.displayName(), text, uses, variables);
        }
    }

    private void add(String place, String text, List<Use> uses, Map<String, Reference> variables) {
        StructuredText.Builder pieces = new StructuredText.Builder();
        int copied = 0;
        for (Use use : uses) {
            Reference reference = variables.get(use.variable());
            if (reference != null) {
                pieces.text(text.substring(copied, use.start())).reference(reference);
                copied = use.end();
            }
        }
        if (copied > 0) {
            StructuredText structured = pieces.text(text.substring(copied)).build();
            warnings.addAll(structured.warnings(place, values));
        }
    }

    private static List<Use> expanded(String text) {
        return ExpansionToken.variables(text)
                .map(token -> new Use(token.name(), token.start(), token.end()))
                .toList();
    }

    private static List<Use> inScript(String text) {
        return SHELL_VARIABLE
                .matcher(text)
                .results()
                .map(match -> new Use(name(match), match.start(), match.end()))
                .toList();
    }

    private static String name(MatchResult match) {
        for (String group : match.namedGroups().keySet()) {
            String name = match.group(group);
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
