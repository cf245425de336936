package io.sparksecrets.pod.delivery;

import io.sparksecrets.conf.OptionContext.Printing;
import io.sparksecrets.conf.OptionQuoting;
import io.sparksecrets.conf.OptionVariable;
import io.sparksecrets.expansion.ExpansionToken;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.OptionLaunch;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks the values in env variables that hold options: what their readers would garble, refuse or print, is a problem. */
final class OptionValueLimits {

    /** {@code --option=value}, quoted, in which SparkSubmitOptionParser finds no value; it prints the word then. */
    private static final Pattern OPTION_WITH_LINE_BREAK =
            Pattern.compile("\"--[^=]+=.*[\\n\\r\\u0085\\u2028\\u2029].*", Pattern.DOTALL);

    /** {@code -Dname=value}, quoted, in which Spark's launcher finds nothing to hide. */
    private static final Pattern PROPERTY_WITH_LINE_BREAK =
            Pattern.compile("\"-D[^=]+=[\\n\\u0085\\u2028\\u2029].*", Pattern.DOTALL);

    private final List<Problem> problems = new ArrayList<>();

    private OptionValueLimits() {}

    static List<Problem> check(SparkPod pod, Container container, Delivery delivery, Map<String, SecretValue> data) {
        OptionValueLimits limits = new OptionValueLimits();
        Map<String, String> entries = new HashMap<>();
        Map<String, String> secrets = new HashMap<>();
        delivery.entries().forEach(entry -> secrets.put(entry.key(), names(entry)));
        for (EnvVariable env : container.env()) {
            if (env.secretName().equals(delivery.secretName())) {
                entries.put(env.name(), env.secretKey());
            }
        }
        for (EnvVariable env : container.env()) {
            String text = env.value();
            OptionVariable.named(env.name()).ifPresent(variable -> {
                Printing printing = new OptionLaunch(pod, container)
                        .contextOf(variable, text)
                        .printing();
                ExpansionToken.names(text).filter(SecretVariable::isName).forEach(name -> {
                    String key = entries.getOrDefault(name, "");
                    SecretValue word = data.get(key);
                    if (word != null) {
                        String place =
                                env.displayName() + ", with the value of " + secrets.getOrDefault(key, "a secret");
                        limits.check(place, variable, variable.quoting(text), printing, word.reveal());
                    }
                });
            });
        }
        return limits.problems;
    }

    private void check(String place, OptionVariable variable, OptionQuoting quoting, Printing printing, String word) {
        if (word.indexOf('\r') >= 0) {
            problem(place, "it holds a carriage return, which Spark's launch script removes");
        }
        if (quoting == OptionQuoting.LAUNCHER && word.codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
            problem(place, "it holds a character beyond U+FFFF, which Spark's launcher garbles");
        }
        if (variable.isCheckedForHeapSize() && word.contains("Xmx")) {
            problem(
                    place,
                    "there is an \"Xmx\" in the options, for which Spark's launcher refuses and prints them;"
                            + " use another value, or another way than this variable");
        }
        if (quoting == OptionQuoting.PYTHON
                && OPTION_WITH_LINE_BREAK.matcher(word).matches()) {
            problem(
                    place,
                    "it holds a line break, and spark-submit would not know the option that stands before it in"
                            + " the same word; write the option and its value as two words");
        }
        if (printing == Printing.HIDING_SECRETS
                && PROPERTY_WITH_LINE_BREAK.matcher(word).matches()) {
            problem(place, "it begins with a line break, and Spark's launcher would print it");
        }
    }

    /** Without defaults, which may be passwords. */
    private static String names(DeliveryEntry entry) {
        return DeliveryData.references(entry).stream()
                .map(Reference::path)
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    private void problem(String place, String what) {
        Problem problem = new Problem(place, what);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
