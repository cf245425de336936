package io.sparksecrets.pod.delivery;

import io.sparksecrets.expansion.ExpansionToken;
import io.sparksecrets.expansion.ExpansionToken.Kind;
import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.WordUse;
import io.sparksecrets.reference.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds words into which the kubelet would paste a value where no value may stand: {@code $(NAME)}, where the variable NAME takes
 * its value from a delivery Secret. A shell would parse it, or Spark would copy it into API objects.
 */
public final class PastedValues {

    /** Stands for a pasted value while the words are read. */
    private static final String REFERENCE = "${secrets.PASTED}";

    private static final String COPIED = "Spark would copy it into API objects; write the reference itself";

    private PastedValues() {}

    /** One problem for each place in a pod that has been rewritten. */
    public static List<Problem> in(SparkPod pod) {
        List<Problem> problems = new ArrayList<>();
        for (Container container : pod.containers()) {
            Set<String> delivered = delivered(container);
            if (!delivered.isEmpty()) {
                find(container, delivered, problems);
            }
        }
        return problems;
    }

    private static void find(Container container, Set<String> delivered, List<Problem> problems) {
        CommandWords read = CommandWords.ofContainer(
                container.command().stream()
                        .map(word -> withReferences(word, delivered))
                        .toList(),
                container.args().stream()
                        .map(word -> withReferences(word, delivered))
                        .toList(),
                CommandLine.surroundings(container, Set.of()));
        List<CommandLine.Word> words = CommandLine.of(container);
        for (int i = 0; i < words.size(); i++) {
            WordUse use = read.uses().get(i);
            String place = container.displayName() + ", " + words.get(i).displayName();
            ExpansionToken.names(words.get(i).text())
                    .filter(delivered::contains)
                    .distinct()
                    .forEach(name -> problem(name, use).ifPresent(what -> problems.add(new Problem(place, what))));
        }
    }

    private static Optional<String> problem(String name, WordUse use) {
        String pasted = "Kubernetes would put the value of $(%s) here, and ".formatted(name);
        return switch (use) {
            case WordUse.Script script ->
                Optional.of(
                        "Kubernetes would put the value of $(%1$s) into the script, and the shell would parse it; write \"$%1$s\""
                                .formatted(name));
            case WordUse.Kept kept -> Optional.of(pasted + COPIED);
            case WordUse.ExecutorVariable variable -> Optional.of(pasted + COPIED);
            case WordUse.Refused refused -> Optional.of(pasted + "the word " + refused.why());
            case WordUse.LauncherOptions options ->
                // Of ours the value is quoted for the launcher.
                SecretVariable.isName(name)
                        ? Optional.empty()
                        : Optional.of(
                                pasted + "Spark's launcher would split it into words; write the reference itself");
            default -> Optional.empty();
        };
    }

    private static String withReferences(String word, Set<String> delivered) {
        return ExpansionToken.of(word).stream()
                .map(token ->
                        token.kind() == Kind.VARIABLE && delivered.contains(token.name()) ? REFERENCE : token.source())
                .collect(Collectors.joining());
    }

    /** The variables that hold a value of a delivery Secret, alone or within other text. */
    static Set<String> delivered(Container container) {
        Set<String> delivered = new HashSet<>();
        for (EnvVariable variable : container.env()) {
            if (DeliveryNames.isDeliverySecret(variable.secretName())
                    || ExpansionToken.names(variable.value()).anyMatch(delivered::contains)) {
                delivered.add(variable.name());
            }
        }
        return delivered;
    }
}
