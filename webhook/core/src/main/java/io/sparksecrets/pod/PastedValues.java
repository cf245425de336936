package io.sparksecrets.pod;

import io.sparksecrets.reference.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Finds scripts for {@code sh -c} into which the kubelet would paste a value: {@code $(NAME)}, where the variable NAME takes its
 * value from a delivery Secret. The shell would then parse the value as a part of the script.
 */
public final class PastedValues {

    /** {@code $$} stands for a dollar sign and begins no expansion. */
    private static final Pattern EXPANSION = Pattern.compile("\\$\\$|\\$\\(([^()$]+)\\)");

    private PastedValues() {}

    /** One problem for each place in a pod that has been rewritten. */
    public static List<Problem> in(SparkPod pod) {
        List<Problem> problems = new ArrayList<>();
        for (Container container : pod.containers()) {
            Set<String> delivered = delivered(container);
            if (delivered.isEmpty()) {
                continue;
            }
            for (CommandLine.Word word : CommandLine.of(container)) {
                if (word.isScript()) {
                    expansions(word.text()).stream()
                            .filter(delivered::contains)
                            .forEach(name -> problems.add(new Problem(
                                    container.displayName() + ", " + word.displayName(),
                                    "Kubernetes would put the value of $(%1$s) into the script, and the shell would parse it; write \"$%1$s\""
                                            .formatted(name))));
                }
            }
        }
        return problems;
    }

    /** The variables that hold a value of a delivery Secret, alone or within other text. */
    private static Set<String> delivered(Container container) {
        Set<String> delivered = new HashSet<>();
        for (JsonNode variable : container.env()) {
            String secret = Container.secretKeyRef(variable).path("name").asString("");
            String value = variable.path("value").asString("");
            if (DeliveryNames.isDeliverySecret(secret)
                    || expansions(value).stream().anyMatch(delivered::contains)) {
                delivered.add(variable.path("name").asString(""));
            }
        }
        return delivered;
    }

    private static Set<String> expansions(String text) {
        Set<String> names = new HashSet<>();
        Matcher matcher = EXPANSION.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }
}
