package io.sparksecrets.pod;

import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of a container's command line: its command followed by its args. */
public final class CommandLine {

    /** Has Spark's launcher print the command that it starts. */
    private static final String PRINT_COMMAND = "SPARK_PRINT_LAUNCH_COMMAND";

    private static final String FOREGROUND = "SPARK_NO_DAEMONIZE";
    private static final String DEPLOY_MODE = "DEPLOY_MODE";
    private static final String MASTER = "MASTER";

    /**
     * One word.
     *
     * @param list {@code command} or {@code args}
     * @param index its place in that list
     * @param given its place there before an earlier rewriting put words before it
     */
    public record Word(String list, int index, int given, String text) {

        /** How messages call it: by the place where its user wrote it. */
        public String displayName() {
            return list + "[" + given + "]";
        }
    }

    private CommandLine() {}

    public static List<Word> of(Container container) {
        List<String> all = new ArrayList<>(container.command());
        int command = all.size();
        all.addAll(container.args());
        Set<Integer> inserted = InsertedWords.in(all);
        List<Word> words = new ArrayList<>(all.size());
        add("command", all, 0, command, inserted, words);
        add("args", all, command, all.size(), inserted, words);
        return words;
    }

    private static void add(String list, List<String> all, int from, int to, Set<Integer> inserted, List<Word> words) {
        int given = 0;
        for (int at = from; at < to; at++) {
            words.add(new Word(list, at - from, given, all.get(at)));
            given += inserted.contains(at) ? 0 : 1;
        }
    }

    /** What becomes of the references in the words. */
    public static CommandWords read(Container container, Surroundings surroundings) {
        return CommandWords.ofContainer(container.command(), container.args(), surroundings);
    }

    /**
     * What around the words decides what their program does.
     *
     * @param secretNames conf keys and system properties that get values by variables of the container
     */
    public static Surroundings surroundings(Container container, Set<String> secretNames) {
        boolean prints = false;
        boolean foreground = false;
        String deployMode = "";
        String master = "";
        for (EnvVariable variable : container.env()) {
            String name = variable.name();
            String value = variable.hasValueFrom() ? "$" : variable.value();
            prints |= name.equals(PRINT_COMMAND) && !value.isEmpty();
            // What may be optional elsewhere may be missing when the container starts.
            foreground |= name.equals(FOREGROUND) && !variable.hasValueFrom();
            deployMode = name.equals(DEPLOY_MODE) ? value : deployMode;
            master = name.equals(MASTER) ? value : master;
        }
        return new Surroundings(prints, foreground, deployMode, master, false, secretNames);
    }
}
