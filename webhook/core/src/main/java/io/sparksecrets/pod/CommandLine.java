package io.sparksecrets.pod;

import io.sparksecrets.shell.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The words of a container's command line, its command followed by its args, and what each of them means. */
final class CommandLine {

    /** The scripts and the class that take options of spark-submit, then the application, then the application's own arguments. */
    private static final Set<String> SUBMITTERS = Set.of(
            "spark-submit", "spark-shell", "spark-sql", "pyspark", "sparkR", "org.apache.spark.deploy.SparkSubmit");

    private static final Set<String> OPTIONS_WITHOUT_VALUE =
            Set.of("--help", "-h", "--supervise", "--usage-error", "--verbose", "-v", "--version");

    /**
     * One word.
     *
     * @param list {@code command} or {@code args}
     * @param index its place in that list
     * @param isScript whether a shell will parse it
     * @param conf the Spark conf in it
     */
    record Word(String list, int index, String text, boolean isScript, Optional<ConfArgument> conf) {

        String displayName() {
            return list + "[" + index + "]";
        }
    }

    private CommandLine() {}

    static List<Word> of(Container container) {
        List<String> command = container.command();
        List<String> texts = new ArrayList<>(command);
        texts.addAll(container.args());
        List<Integer> scripts = ShellCommand.scriptIndices(texts);
        // Spark's own driver args hold no conf; what follows the application there is the application's.
        int application = container.startsDriver() ? 0 : applicationIndex(texts);
        List<Word> words = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            boolean inCommand = i < command.size();
            words.add(new Word(
                    inCommand ? "command" : "args",
                    inCommand ? i : i - command.size(),
                    texts.get(i),
                    scripts.contains(i),
                    i < application ? ConfArgument.of(i > 0 ? texts.get(i - 1) : "", texts.get(i)) : Optional.empty()));
        }
        return words;
    }

    /** Where the application stands that a submitter is given; behind the last word when there is none. */
    private static int applicationIndex(List<String> words) {
        int at = 0;
        while (at < words.size() && !SUBMITTERS.contains(baseName(words.get(at)))) {
            at++;
        }
        at++;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String option = words.get(at);
            boolean single =
                    OPTIONS_WITHOUT_VALUE.contains(option) || (option.startsWith("--") && option.contains("="));
            at += single ? 1 : 2;
        }
        return Math.min(at, words.size());
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
