package io.sparksecrets.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The words of a command line as the program takes them that it starts.
 *
 * @param uses one for each word
 * @param redaction words to put among them; only where a value is filled in that Spark would show
 * @param silenced before which word {@link Silencer#WORDS} have to stand, so that Spark's script does not print the command it
 *     starts
 * @param launched from which word on Spark's bin/spark-class gets them
 * @param warnings what the user should know, without the place
 */
public record CommandWords(
        List<WordUse> uses,
        Optional<Redaction> redaction,
        OptionalInt silenced,
        OptionalInt launched,
        List<String> warnings) {

    public CommandWords {
        uses = List.copyOf(uses);
        warnings = List.copyOf(warnings);
    }

    /** Whether Spark's bin/spark-class gets a word, which takes the carriage returns out of it. */
    public boolean isLaunchedBySpark(int word) {
        return launched.isPresent() && word >= launched.getAsInt();
    }

    /**
     * Reads the words of a container.
     *
     * @param command the container's {@code command}
     * @param args its {@code args}. Without a command they are words for the image's entrypoint, which nobody knows: a shell may
     *     be among what it runs. Those that begin as the entrypoint of Spark's images takes them are read as that does
     */
    public static CommandWords ofContainer(List<String> command, List<String> args, Surroundings surroundings) {
        List<String> words = new ArrayList<>(command);
        words.addAll(args);
        return new ProgramFinder(words, surroundings).read(command.isEmpty());
    }

    /** Reads the words of a simple command in a script, given as {@link io.sparksecrets.shell.ScriptCommand} does. */
    public static CommandWords ofScript(List<String> words, Surroundings surroundings) {
        List<String> plain = words.stream()
                .map(word -> word.replace("\\${secrets", "${secrets"))
                .toList();
        return new ProgramFinder(plain, surroundings).read(false);
    }

    /**
     * Reads words that a script gathers for another command, as those of an array or of {@code set --}: data, but for Spark's
     * options.
     */
    public static CommandWords ofGathered(List<String> words, Surroundings surroundings) {
        return new ProgramFinder(words, surroundings.ofGathered()).readGathered();
    }

    /**
     * The files that a command of a script runs as code.
     *
     * @param read the files that it reads by redirections
     */
    public static List<String> filesRun(List<String> words, List<String> read) {
        return FilesRun.by(words, read);
    }

    /** What becomes of a reference in text that a script writes to a file which it runs itself. */
    public static WordUse.Refused refusedInFile(String file) {
        return new WordUse.Refused(Reasons.file(file));
    }

    /** Whether a command of a script hands its words to nobody who would copy them: it neither prints, runs nor keeps them. */
    public static boolean keepToThemselves(List<String> words) {
        int at = InputWords.programOf(words);
        return at < words.size() && Programs.keepsToItself(Programs.name(words.get(at)));
    }

    /** Whether a word of a command of a script sets a variable, of the shell or of the program that the command starts. */
    public static boolean setVariable(List<String> words, int word) {
        int first = words.size() - Assignments.skip(words).size();
        return word < first
                || Programs.declares(words.get(first))
                || (words.get(first).equals("env") && word < InputWords.programOf(words));
    }

    /** What becomes of a reference in what a command of a script prints for another one. */
    public static WordUse useOfOutput(List<String> wordsOfReader) {
        return InputWords.areRun(wordsOfReader)
                ? new WordUse.Refused(Reasons.input(Programs.name(wordsOfReader.getFirst())))
                : new WordUse.Data();
    }

    /**
     * What becomes of a reference in a here-document or a here-string of a script.
     *
     * @param words those of the command that reads it
     */
    public static WordUse useOfInput(List<String> words) {
        List<String> program = Assignments.skip(words);
        return program.isEmpty() || (Programs.readsData(program) && !InputWords.startsInterpreter(program))
                ? new WordUse.Data()
                : new WordUse.Refused(Reasons.input(Programs.name(program.getFirst())));
    }

    /**
     * What becomes of one in a here-document or a here-string behind a compound command.
     *
     * @param words those of one of the simple commands in it, each of which may be the one that reads
     */
    public static WordUse useOfInputOfCompound(List<String> words) {
        List<String> program = Assignments.skip(words);
        boolean takesWords = !program.isEmpty() && Programs.takesData(Programs.name(program.getFirst()));
        return takesWords ? new WordUse.Data() : useOfInput(words);
    }
}
