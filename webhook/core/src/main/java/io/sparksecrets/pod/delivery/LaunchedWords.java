package io.sparksecrets.pod.delivery;

import io.sparksecrets.expansion.ExpansionToken;
import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.Surroundings;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.shell.ScriptReference;
import io.sparksecrets.shell.ScriptReference.Part;
import io.sparksecrets.shell.ShellScript;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Words of a rewritten pod that Spark's bin/spark-class gets, which takes carriage returns out of them without saying so. */
final class LaunchedWords {

    private final Container container;
    private final Map<String, String> shortened;
    private final List<Problem> problems = new ArrayList<>();

    private LaunchedWords(Container container, Map<String, String> shortened) {
        this.container = container;
        this.shortened = shortened;
    }

    /**
     * One problem for each word that would not arrive whole.
     *
     * @param shortened the variables whose values hold a carriage return, each with what messages call the value
     */
    static List<Problem> problems(Container container, Map<String, String> shortened) {
        LaunchedWords launched = new LaunchedWords(container, shortened);
        if (!shortened.isEmpty()) {
            launched.find();
        }
        return launched.problems;
    }

    private void find() {
        CommandWords read = CommandLine.read(container, Surroundings.NONE);
        List<CommandLine.Word> words = CommandLine.of(container);
        for (int at = 0; at < words.size(); at++) {
            CommandLine.Word word = words.get(at);
            boolean script = SecretVariable.isInScript(word.text());
            Stream<String> variables = script
                    ? inScript(word.text()).stream()
                    : read.isLaunchedBySpark(at)
                            ? ExpansionToken.names(word.text()).distinct()
                            : Stream.empty();
            variables
                    .filter(shortened::containsKey)
                    .forEach(variable -> problems.add(new Problem(
                            container.displayName() + ", " + word.displayName(),
                            "the value of " + shortened.get(variable)
                                    + " holds a carriage return, which Spark's launch script takes out of its words; write the"
                                    + " secret without, or give the value to the application by an env variable")));
        }
    }

    private static Set<String> inScript(String script) {
        String withReferences = SecretVariable.IN_SCRIPT.matcher(script).replaceAll("\\$\\{secrets.$1}");
        Set<String> launched = new LinkedHashSet<>();
        for (ScriptReference reference : ShellScript.look(withReferences, false).references()) {
            List<String> words = reference.command().words();
            if (reference.part() == Part.WORD
                    && CommandWords.ofScript(words, Surroundings.NONE).isLaunchedBySpark(reference.word())) {
                launched.add(reference.reference().path());
            }
        }
        return launched;
    }
}
