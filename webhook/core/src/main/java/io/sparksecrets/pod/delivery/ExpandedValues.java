package io.sparksecrets.pod.delivery;

import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.script.ScriptReferences;
import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.Surroundings;
import io.sparksecrets.program.WordUse;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds in scripts the words into which the shell would put a value that Spark copies into API objects: {@code $NAME} in a conf
 * word or an argument of a submitter in cluster mode, where the variable NAME takes its value from a delivery Secret. It is what
 * {@link PastedValues} is for the kubelet.
 */
public final class ExpandedValues {

    /** Stands for a value while the script is read. */
    private static final Reference REFERENCE = Reference.to("EXPANDED_BY_THE_SHELL");

    /** More than people write, and a bound on the work. */
    private static final int MAX_EXPANSIONS = 100;

    private ExpandedValues() {}

    /** One problem for each place in a pod that has been rewritten. */
    public static List<Problem> in(SparkPod pod) {
        List<Problem> problems = new ArrayList<>();
        for (Container container : pod.containers()) {
            Set<String> delivered = PastedValues.delivered(container);
            // What stands for references in a script is where it may be.
            delivered.removeIf(SecretVariable::isName);
            if (!delivered.isEmpty()) {
                find(container, expansions(delivered), problems);
            }
        }
        return problems;
    }

    private static Pattern expansions(Set<String> names) {
        String any = names.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*(\\$(?:(%1$s)(?!\\w)|\\{(%1$s)}))".formatted(any));
    }

    private static void find(Container container, Pattern expansion, List<Problem> problems) {
        Surroundings surroundings = CommandLine.surroundings(container, Set.of());
        List<CommandLine.Word> words = CommandLine.of(container);
        List<WordUse> uses = CommandWords.ofContainer(
                        marked(container.command(), expansion), marked(container.args(), expansion), surroundings)
                .uses();
        for (int i = 0; i < words.size(); i++) {
            if (uses.get(i) instanceof WordUse.Script) {
                CommandLine.Word word = words.get(i);
                String place = container.displayName() + ", " + word.displayName();
                for (String name : copied(word.text(), expansion, surroundings)) {
                    problems.add(new Problem(
                            place,
                            "the shell would put the value of $%s here, and Spark would copy it into API objects; write the reference itself, in single quotes"
                                    .formatted(name)));
                }
            }
        }
    }

    /** So that what becomes of the words is told of those that hold values. */
    private static List<String> marked(List<String> words, Pattern expansion) {
        return words.stream()
                .map(word -> expansion.matcher(word).find() ? word + REFERENCE : word)
                .toList();
    }

    /** The variables whose values would be copied. */
    private static List<String> copied(String script, Pattern expansion, Surroundings surroundings) {
        List<String> names = new ArrayList<>();
        Matcher matcher = expansion.matcher(script);
        for (int count = 0; count < MAX_EXPANSIONS && matcher.find(); count++) {
            String name = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            String marked = script.substring(0, matcher.start(1)) + REFERENCE + script.substring(matcher.end());
            if (!names.contains(name)
                    && ScriptReferences.find(marked, false, surroundings).keepsExpanded(REFERENCE)) {
                names.add(name);
            }
        }
        return names;
    }
}
