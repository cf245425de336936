package io.sparksecrets.program;

import io.sparksecrets.conf.ClusterManager;
import io.sparksecrets.conf.ConfKeys;
import io.sparksecrets.conf.ExecutorVariable;
import io.sparksecrets.conf.SubmitOptions;
import io.sparksecrets.conf.Treatment;
import io.sparksecrets.reference.Template;
import io.sparksecrets.shell.ShellCommand;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The words in which Spark takes its conf: options of spark-submit, {@code -Dspark.*} of a java command.
 *
 * <p>In cluster mode on Kubernetes everything stays a reference, because the submitter writes it into the driver's pod and conf
 * map, whose own admission resolves it there.
 */
final class SubmitterWords {

    /** Where no submitter is known, and so no place for another option. */
    private static final int NONE = -1;

    /** Any other may become one of them when it is expanded. */
    private static final Set<String> MODES = Set.of("client", "cluster", "");

    private static final Set<String> DECISIVE = Set.of("--deploy-mode", "--master");

    /** By its name; any other variable is taken for the application or a value. */
    private static final Pattern OPTIONS_VARIABLE = Pattern.compile(
            "(?is)\\$[({]?(?:[@*]|\\w*(?:opt|arg|conf|flag|param)\\w*)(?:\\[[@*]])?(?:[:+-].*)?[)}]?|\\$\\(.*\\s.*");

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\w+|\\{\\w+})");

    /** Takes the place of such a variable; an option of spark-submit without a value. */
    private static final String SOME_OPTIONS = "--usage-error";

    private static final String JAVA_PROPERTY = "-D";

    private final List<String> words;
    private final WordUses uses;
    private final Surroundings surroundings;
    private final Redactions redactions;
    private final Set<String> warnings = new LinkedHashSet<>();
    private OptionalInt silenced = OptionalInt.empty();
    private OptionalInt launched = OptionalInt.empty();

    SubmitterWords(List<String> words, WordUses uses, Surroundings surroundings) {
        this.words = words;
        this.uses = uses;
        this.surroundings = surroundings;
        this.redactions = new Redactions(words, surroundings.secretNames());
    }

    /** How the words of one submitter are to be treated. */
    private record Submission(
            int program,
            int lastOption,
            ClusterManager manager,
            boolean undecided,
            boolean unseen,
            boolean cluster,
            String printed) {

        /** Behind which word an option can be put, so that it is the last; {@link #NONE} where it cannot. */
        int redactsAfter() {
            return program == NONE ? NONE : lastOption;
        }

        static Submission of(
                int program,
                int before,
                SubmitOptions.Reading options,
                List<String> rest,
                boolean ofShell,
                Surroundings surroundings,
                String printed) {
            ClusterManager manager = ClusterManager.of(options.master(rest).orElse(surroundings.master()));
            String mode = options.deployMode(rest)
                    .orElse(rest.contains(SOME_OPTIONS) ? "$" : surroundings.deployMode())
                    .trim();
            boolean cluster = mode.equalsIgnoreCase("cluster") && manager == ClusterManager.KUBERNETES;
            boolean stated = MODES.contains(mode.toLowerCase(Locale.ROOT));
            boolean unseen = mode.isEmpty()
                    && options.namesPropertiesFile()
                    && manager == ClusterManager.KUBERNETES
                    && !ofShell
                    && !SubmitOptions.isOnlyForClients(options.mainClass(rest));
            return new Submission(program, before + options.application(), manager, !stated, unseen, cluster, printed);
        }
    }

    /**
     * Reads the words of a submitter.
     *
     * @param program its name
     * @param before the word before the options
     * @param mixed whether words of a shell may stand among the options
     */
    void read(int program, int before, boolean mixed) {
        read(program, before, mixed, surroundings.printsCommands() ? Reasons.PRINTED_BY_LAUNCHER : "");
    }

    /**
     * Reads the words of a script for a daemon that takes options of spark-submit.
     *
     * @param starter the word that starts it: the script, or the shell that is given it
     */
    void readDaemon(int program, int before, int starter) {
        launchedBySpark(before + 1);
        boolean printed = isPrinted(starter);
        read(program, before, true, printed ? Reasons.PRINTED : "");
        silence(starter, printed);
    }

    /** Only bash hands on the variable that keeps a daemon's script from printing; others drop it because of its name. */
    private boolean isPrinted(int starter) {
        String name = Programs.name(words.get(starter));
        boolean dropped = ShellCommand.isShell(words.get(starter)) && !name.equals("bash");
        return surroundings.printsCommands() || !surroundings.foreground() || dropped;
    }

    /** Reads {@code spark-daemon.sh [--config DIR] submit|start CLASS NUMBER words…}. */
    void readDaemonScript(int script, int starter) {
        int at = script + 1;
        if (at < words.size() && words.get(at).equals("--config")) {
            at += 2;
        }
        if (at < words.size() && words.get(at).equals("submit")) {
            int last = Math.min(at + 2, words.size() - 1);
            readDaemon(last, last, starter);
        } else {
            readOtherDaemon(script, starter);
        }
    }

    /** Reads the words of a script for a daemon that has a class and words of its own. */
    void readOtherDaemon(int script, int starter) {
        launchedBySpark(script + 1);
        if (isPrinted(starter)) {
            uses.refuseFrom(script + 1, Reasons.PRINTED);
        } else {
            uses.dataFrom(script + 1);
            silence(starter, false);
        }
    }

    private void silence(int program, boolean printed) {
        if (!printed && silenced.isEmpty()) {
            silenced = OptionalInt.of(program);
        }
    }

    private void read(int program, int before, boolean mixed, String printed) {
        List<String> rest = withoutExpansions(words.subList(before + 1, words.size()));
        SubmitOptions.Reading options = mixed ? SubmitOptions.readMixed(rest) : SubmitOptions.read(rest);
        // bin/spark-class takes these characters out of the words before they are read again.
        if (rest.subList(0, options.application()).stream().anyMatch(word -> word.indexOf('\r') >= 0)) {
            uses.refuseFrom(before + 1, Reasons.CARRIAGE_RETURN);
            return;
        }
        Submission submission = Submission.of(program, before, options, rest, mixed, surroundings, printed);
        redactions.own(before + 1, options);
        for (SubmitOptions.Setting setting : options.settings()) {
            setting(before + 1 + setting.word(), setting, submission);
        }
        String mainClass = options.mainClass(rest);
        String shell = CodeOptions.areOf(mainClass)
                ? CodeOptions.nameOf(mainClass)
                : mixed ? Programs.name(words.get(program)) : "";
        for (int passed : options.passedOn()) {
            application(before + 1 + passed, shell, submission);
        }
        int application = before + 1 + options.application();
        refuseApplication(application);
        restOfApplication(application, shell, submission);
    }

    /** Reads the words with which Spark's own entrypoint starts a driver, whose conf is elsewhere. */
    void readDriver(int role) {
        if (role >= words.size()) {
            return;
        }
        List<String> options = words.subList(role + 1, words.size());
        SubmitOptions.Reading read = SubmitOptions.read(options);
        refuseApplication(role + 1 + read.application());
        uses.dataFrom(role + 1);
        CodeOptions.refuse(words, role + 1, read.mainClass(options), uses);
        launchedBySpark(role + 1);
    }

    private void refuseApplication(int word) {
        if (word < words.size()) {
            uses.set(word, new WordUse.Refused(Reasons.APPLICATION));
        }
    }

    /** Where a variable stands for any number of options, as {@code $SUBMIT_OPTS} and {@code "$@"} do, another word tells so. */
    private List<String> withoutExpansions(List<String> words) {
        List<String> known = new ArrayList<>(words);
        for (int at = 0; at < known.size(); at++) {
            boolean value = at > 0 && DECISIVE.contains(words.get(at - 1));
            if (!value && mayBeOptions(words.get(at))) {
                known.set(at, SOME_OPTIONS);
            }
        }
        return known;
    }

    private boolean mayBeOptions(String word) {
        return OPTIONS_VARIABLE.matcher(word).matches()
                || (surroundings.clusterNearby() && VARIABLE.matcher(word).matches());
    }

    private void setting(int word, SubmitOptions.Setting setting, Submission submission) {
        if (!Template.mayHoldReference(words.get(word))) {
            return;
        }
        Function<String, Treatment> keys = key -> ConfKeys.treatmentOf(key, submission.manager());
        switch (setting.treatment(keys)) {
            case Treatment.Refused refused ->
                uses.set(word, new WordUse.Refused(setting.displayName() + " " + refused.why()));
            case Treatment.Kept kept ->
                uses.set(
                        word,
                        submission.cluster()
                                ? new WordUse.Kept()
                                : kept(setting.displayName(), setting.argumentStart()));
            case Treatment.Resolved resolved -> resolved(word, setting.displayName(), setting.valueStart(), submission);
        }
    }

    /** In cluster mode the driver's conf map has an admission that gives executors their variables. */
    private static WordUse kept(String key, int start) {
        return ExecutorVariable.isSetBy(key) ? new WordUse.ExecutorVariable(key, start) : new WordUse.Kept();
    }

    private void resolved(int word, String key, int valueStart, Submission submission) {
        if (submission.undecided()) {
            uses.set(word, new WordUse.Refused(Reasons.UNDECIDED));
        } else if (submission.cluster()) {
            uses.set(word, new WordUse.Kept());
        } else if (!submission.printed().isEmpty()) {
            uses.set(word, new WordUse.Refused(submission.printed()));
        } else {
            WordUse use = LauncherOptionKeys.contains(key)
                    ? new WordUse.LauncherOptions(key, valueStart)
                    : new WordUse.Conf(key);
            uses.set(word, use);
            warnOfUnseenMode(submission);
            redactions.resolved(submission.redactsAfter(), key, words.get(word).substring(valueStart));
        }
    }

    private void restOfApplication(int from, String shell, Submission submission) {
        if (submission.undecided()) {
            uses.refuseFrom(from, Reasons.UNDECIDED);
        } else if (submission.cluster()) {
            uses.keepFrom(from);
        } else if (!submission.printed().isEmpty()) {
            uses.refuseFrom(from, submission.printed());
        } else {
            uses.dataFrom(from);
            for (int word = from; word < words.size(); word++) {
                application(word, shell, submission);
            }
        }
    }

    private void warnOfUnseenMode(Submission submission) {
        if (submission.unseen()) {
            warnings.add(Reasons.UNSEEN_MODE);
        }
    }

    private void application(int word, String shell, Submission submission) {
        if (!Template.mayHoldReference(words.get(word))) {
            return;
        }
        if (submission.cluster()
                || submission.undecided()
                || !submission.printed().isEmpty()) {
            uses.set(
                    word,
                    submission.undecided()
                            ? new WordUse.Refused(Reasons.UNDECIDED)
                            : submission.cluster() ? new WordUse.Kept() : new WordUse.Refused(submission.printed()));
            return;
        }
        boolean code = !shell.isEmpty() && CodeOptions.isCode(words, word);
        uses.set(word, code ? new WordUse.Refused(Reasons.code(shell)) : new WordUse.Data());
        if (!code) {
            warnOfUnseenMode(submission);
            redactions.argument(submission.redactsAfter());
        }
    }

    /**
     * Reads {@code -Dname=value} words.
     *
     * @param to the word behind the last option
     * @param mainClass the class that gets the system properties; empty where a jar or a module names it
     */
    void readSystemProperties(int from, int to, String mainClass) {
        ClusterManager manager = ClusterManager.KUBERNETES;
        for (int word = from; word < to; word++) {
            if (words.get(word).startsWith("-Dspark.master=")) {
                manager = ClusterManager.of(words.get(word).substring("-Dspark.master=".length()));
            }
        }
        for (int word = from; word < to; word++) {
            property(word, to, manager, mainClass);
        }
    }

    private void property(int word, int to, ClusterManager manager, String mainClass) {
        String text = words.get(word);
        int equals = text.indexOf('=');
        if (!text.startsWith(JAVA_PROPERTY) || equals < 0 || !Template.mayHoldReference(text)) {
            return;
        }
        String name = text.substring(JAVA_PROPERTY.length(), equals);
        if (Template.mayHoldReference(name)) {
            uses.set(word, new WordUse.Refused(Reasons.JVM_OPTION));
            return;
        }
        Treatment treatment =
                name.startsWith("spark.") ? ConfKeys.treatmentOf(name, manager) : new Treatment.Resolved();
        switch (treatment) {
            case Treatment.Refused refused -> uses.set(word, new WordUse.Refused(name + " " + refused.why()));
            case Treatment.Kept kept -> uses.set(word, kept(name, JAVA_PROPERTY.length()));
            case Treatment.Resolved resolved -> {
                uses.set(
                        word,
                        surroundings.printsCommands()
                                ? new WordUse.Refused(Reasons.PRINTED_BY_LAUNCHER)
                                : new WordUse.Conf(name));
                if (name.startsWith("spark.") || mainClass.startsWith("org.apache.spark.")) {
                    redactions.property(to - 1, name);
                }
            }
        }
    }

    /**
     * Reads {@code --conf spark.…} in words of which no program is known, such as those for an image's entrypoint.
     *
     * @param looseFrom from where on words are a script's, which may hand them on
     */
    void readUnclaimed(int looseFrom) {
        if (words.stream().noneMatch(Template::mayHoldReference)) {
            return;
        }
        SubmitOptions.Reading options = SubmitOptions.readMixed(words);
        Submission submission = Submission.of(NONE, -1, options, words, false, surroundings, "");
        for (SubmitOptions.Setting setting : options.settings()) {
            boolean conf = setting.option().equals("--conf")
                    && setting.key().filter(key -> key.startsWith("spark.")).isPresent();
            boolean entrypoint = !words.isEmpty()
                    && words.getFirst().startsWith("-")
                    && setting.key().isPresent()
                    && !setting.option().equals("--conf");
            if ((conf || entrypoint) && isLoose(setting.word(), looseFrom)) {
                setting(setting.word(), setting, submission);
            }
        }
        if (submission.cluster()) {
            keepUnclaimed(looseFrom);
        }
    }

    /** What a program that is not known does with the deploy mode cluster, is most likely to submit. */
    private void keepUnclaimed(int looseFrom) {
        for (int word = 0; word < words.size(); word++) {
            if (isLoose(word, looseFrom)) {
                uses.set(word, new WordUse.Kept());
            }
        }
    }

    private boolean isLoose(int word, int looseFrom) {
        return uses.isUnclaimed(word) || (word >= looseFrom && !uses.isSet(word));
    }

    /** Spark's bin/spark-class gets the words from here on. */
    void launchedBySpark(int from) {
        launched = OptionalInt.of(Math.min(from, launched.orElse(from)));
    }

    CommandWords finish() {
        List<WordUse> all = uses.all();
        boolean fillsIn = false;
        for (int word = 0; word < all.size(); word++) {
            fillsIn |= Template.mayHoldReference(words.get(word))
                    && (all.get(word) instanceof WordUse.Conf || all.get(word) instanceof WordUse.Data);
        }
        if (redactions.isImpossible()) {
            warnings.add(Reasons.UNHIDDEN);
        }
        return new CommandWords(
                all, redactions.redaction(), fillsIn ? silenced : OptionalInt.empty(), launched, List.copyOf(warnings));
    }
}
