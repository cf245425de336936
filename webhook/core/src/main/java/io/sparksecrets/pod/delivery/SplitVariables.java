package io.sparksecrets.pod.delivery;

import io.sparksecrets.conf.OptionVariable;
import io.sparksecrets.expansion.ExpansionToken;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Warns of values in env variables that scripts mostly use without quotes, as in {@code exec java $JAVA_OPTS -jar app.jar}: the
 * shell splits them, and what follows a blank is an option of its own. Those that Spark reads have a quoting instead.
 */
final class SplitVariables {

    private static final Pattern NAME = Pattern.compile("(?:\\w*_)?(?:OPTS|(?:JAVA|JVM)_(?:OPTIONS|ARGS))");

    /** What a shell splits at or takes for a pattern. */
    private static final Pattern NOT_WHOLE = Pattern.compile("[\\s*?\\[]");

    private static final SecretValue NOTHING = SecretValue.of("");

    private SplitVariables() {}

    static List<Problem> warnings(Container container, Delivery delivery, Map<String, SecretValue> data) {
        Map<String, DeliveryEntry> byVariable = new HashMap<>();
        for (EnvVariable variable : container.env()) {
            if (variable.secretName().equals(delivery.secretName())) {
                delivery.entries().stream()
                        .filter(entry -> entry.key().equals(variable.secretKey()))
                        .forEach(entry -> byVariable.put(variable.name(), entry));
            }
        }
        List<Problem> warnings = new ArrayList<>();
        for (EnvVariable variable : container.env()) {
            String name = variable.name();
            if (NAME.matcher(name).matches() && !OptionVariable.holdsOptions(name)) {
                for (DeliveryEntry entry : entriesOf(variable, byVariable)) {
                    String value = data.getOrDefault(entry.key(), NOTHING).reveal();
                    if (NOT_WHOLE.matcher(value).find()) {
                        warnings.add(new Problem(
                                variable.displayName(),
                                "scripts split such a variable into options, and the value of %s would not stay whole; give the program an env variable of its own"
                                        .formatted(names(entry))));
                    }
                }
            }
        }
        return warnings;
    }

    private static List<DeliveryEntry> entriesOf(EnvVariable variable, Map<String, DeliveryEntry> byVariable) {
        return Stream.concat(Stream.of(variable.name()), ExpansionToken.names(variable.value()))
                .filter(byVariable::containsKey)
                .map(byVariable::get)
                .distinct()
                .toList();
    }

    private static String names(DeliveryEntry entry) {
        return DeliveryData.references(entry).stream()
                .map(reference -> reference.withoutDefault().toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
