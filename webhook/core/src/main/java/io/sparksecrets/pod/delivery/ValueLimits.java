package io.sparksecrets.pod.delivery;

import io.sparksecrets.expansion.ExpansionToken;
import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks what a rewritten pod would do with values: what the kubelet, the kernel or Spark's entrypoint cannot take, is a
 * problem before the pod is stored.
 *
 * @param problems why the values cannot be delivered; never a value
 * @param warnings what the user should know; never a value
 */
public record ValueLimits(List<Problem> problems, List<String> warnings) {

    /** The kernel's MAX_ARG_STRLEN, without the NUL at the end, for {@code NAME=value} and for a word. */
    private static final int MAX_BYTES = 128 * 1024 - 1;

    /** Where Spark looks for a key and its value in one word with the option, which it does not know with a line break in it. */
    private static final Pattern JOINED_CONF = Pattern.compile("--conf=[\"']*spark\\.\\S*");

    private static final Pattern LINE_BREAK = Pattern.compile("[\\n\\r\\u0085\\u2028\\u2029]");

    private static final int MAX_ASCII = 0x7f;
    private static final SecretValue NOTHING = SecretValue.of("");

    /**
     * Checks one pod.
     *
     * @param pod the pod as it will be stored
     * @param data the data of its delivery Secret
     */
    public static ValueLimits check(SparkPod pod, Delivery delivery, Map<String, SecretValue> data) {
        ValueLimits limits = new ValueLimits(new ArrayList<>(), new ArrayList<>());
        limits.checkCharacters(delivery, data);
        for (Container container : pod.containers()) {
            limits.checkContainer(container, delivery, data);
            if (pod.role() == SparkPod.Role.EXECUTOR) {
                limits.problems.addAll(ExecutorValueLimits.check(container, delivery, data));
            }
            SplitVariables.warnings(container, delivery, data)
                    .forEach(warning -> limits.warnings.add(warning.toString()));
            limits.problems.addAll(OptionValueLimits.check(pod, container, delivery, data));
        }
        return limits;
    }

    private void checkCharacters(Delivery delivery, Map<String, SecretValue> data) {
        for (DeliveryEntry entry : delivery.entries()) {
            SecretValue value = data.getOrDefault(entry.key(), NOTHING);
            if (has(value, '\0')) {
                problems.add(new Problem(
                        names(entry),
                        "its value holds a NUL character, which neither an env variable nor a word can hold"));
            }
            if (value.reveal().chars().anyMatch(c -> c > MAX_ASCII)) {
                warnings.add(
                        names(entry) + ": its value holds characters outside ASCII; Java reads them rightly only where"
                                + " the image sets a UTF-8 locale, such as LC_ALL=C.UTF-8");
            }
        }
    }

    /** The references of an entry, whose text may hold defaults and other things that are nobody's business. */
    private static String names(DeliveryEntry entry) {
        return DeliveryData.references(entry).stream()
                .map(reference -> reference.withoutDefault().toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private void checkContainer(Container container, Delivery delivery, Map<String, SecretValue> data) {
        Map<String, SecretValue> variables = new HashMap<>();
        Set<String> withLineBreaks = new HashSet<>();
        Map<String, String> withCarriageReturns = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        delivery.entries().forEach(entry -> names.put(entry.key(), names(entry)));
        for (EnvVariable variable : container.env()) {
            if (variable.secretName().equals(delivery.secretName())) {
                String name = variable.name();
                String key = variable.secretKey();
                SecretValue value = data.getOrDefault(key, NOTHING);
                variables.put(name, value);
                if (LINE_BREAK.matcher(value.reveal()).find()) {
                    withLineBreaks.add(name);
                }
                if (has(value, '\r')) {
                    withCarriageReturns.put(name, names.getOrDefault(key, "a secret"));
                }
                checkVariable(variable, value.sizeInBytes(), Container.isJavaOption(name) && has(value, '\n'));
            }
        }
        // Kubernetes expands what is defined before.
        Map<String, SecretValue> defined = new HashMap<>();
        for (EnvVariable variable : container.env()) {
            String text = variable.value();
            if (variable.secretName().equals(delivery.secretName())) {
                defined.put(variable.name(), variables.getOrDefault(variable.name(), NOTHING));
            } else if (text.contains("$(")) {
                boolean breaks = Container.isJavaOption(variable.name())
                        && expanded(text, defined, value -> has(value, '\n') ? 1 : 0) > 0;
                checkVariable(variable, expandedLength(text, defined), breaks);
            }
        }
        problems.addAll(LaunchedWords.problems(container, withCarriageReturns));
        for (CommandLine.Word word : CommandLine.of(container)) {
            if (breaksConf(word.text(), withLineBreaks)) {
                problems.add(new Problem(
                        container.displayName() + ", " + word.displayName(),
                        "a value holds a line break, and Spark would print an option with it instead of reading it; write --conf and"
                                + " key=value as two words"));
            }
            if (word.text().contains("$(") && expandedLength(word.text(), variables) > MAX_BYTES) {
                problems.add(new Problem(
                        container.displayName() + ", " + word.displayName(),
                        "with its values the word is longer than the %d bytes that Linux allows".formatted(MAX_BYTES)));
            }
        }
    }

    private void checkVariable(EnvVariable variable, int bytes, boolean breaksLine) {
        String place = variable.displayName();
        int length = variable.name().length() + 1 + bytes;
        if (length > MAX_BYTES) {
            problems.add(new Problem(
                    place,
                    "with its value the variable is too long: Linux allows %d bytes, name included. Deliver a value of this size in the Spark conf, or split it."
                            .formatted(MAX_BYTES)));
        }
        if (breaksLine) {
            problems.add(
                    new Problem(
                            place,
                            "the value holds a line break, and Spark's entrypoint would cut the Java option there; use an env variable or the Spark conf"));
        }
    }

    /** @param withLineBreaks the variables whose values hold one */
    private static boolean breaksConf(String text, Set<String> withLineBreaks) {
        if (withLineBreaks.isEmpty()) {
            return false;
        }
        NavigableSet<Integer> places = new TreeSet<>();
        ExpansionToken.variables(text)
                .filter(token -> withLineBreaks.contains(token.name()))
                .forEach(token -> places.add(token.start()));
        SecretVariable.IN_SCRIPT
                .matcher(text)
                .results()
                .filter(match -> withLineBreaks.contains(match.group(1)))
                .forEach(match -> places.add(match.start()));
        return JOINED_CONF
                .matcher(text)
                .results()
                .anyMatch(conf -> !places.subSet(conf.start(), conf.end()).isEmpty());
    }

    private static int expandedLength(String text, Map<String, SecretValue> variables) {
        int gone = 0;
        for (ExpansionToken token : ExpansionToken.of(text)) {
            gone += switch (token.kind()) {
                case ESCAPE -> 1;
                case VARIABLE -> variables.containsKey(token.name()) ? token.end() - token.start() : 0;
                case LITERAL, UNCLOSED -> 0;
            };
        }
        return text.getBytes(StandardCharsets.UTF_8).length
                - gone
                + expanded(text, variables, SecretValue::sizeInBytes);
    }

    /** The sum of a measure over the values that a text takes in. */
    private static int expanded(String text, Map<String, SecretValue> variables, ToIntFunction<SecretValue> measure) {
        return ExpansionToken.variables(text)
                .mapToInt(token -> measure.applyAsInt(variables.getOrDefault(token.name(), NOTHING)))
                .sum();
    }

    private static boolean has(SecretValue value, char wanted) {
        return value.reveal().indexOf(wanted) >= 0;
    }
}
