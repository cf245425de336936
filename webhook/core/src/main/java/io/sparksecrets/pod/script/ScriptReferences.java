package io.sparksecrets.pod.script;

import static java.util.Objects.requireNonNull;

import io.sparksecrets.conf.ExecutorVariable;
import io.sparksecrets.expansion.KubernetesText;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.Silencer;
import io.sparksecrets.program.Surroundings;
import io.sparksecrets.program.WordUse;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.shell.RewrittenScript;
import io.sparksecrets.shell.ScriptCommand;
import io.sparksecrets.shell.ScriptReading;
import io.sparksecrets.shell.ScriptReference;
import io.sparksecrets.shell.ScriptReference.Part;
import io.sparksecrets.shell.ShellScript;
import io.sparksecrets.shell.Tracing;
import io.sparksecrets.shell.Treatment;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** The references in a script for {@code sh -c}, and what becomes of each. */
public final class ScriptReferences {

    private static final String TRACED =
            "would be printed into the container's log, because the shell prints this command before it runs it (set -x, or -x"
                    + " among the options of the shell); write set +x before the command, and set -x again behind it";

    private static final String PERHAPS_TRACED =
            "where set -x counts, the shell prints commands with their values into the container's log before it runs them; write"
                    + " set +x before the commands with references";

    /** Has bash print commands elsewhere. */
    private static final String TRACE_ELSEWHERE = "BASH_XTRACEFD=";

    private final String script;
    /** With Spark's own keys for variables of executors, which are others in the script. */
    private final String given;

    private final List<ScriptReference> references;
    private final IdentityHashMap<ScriptCommand, CommandWords> commands = new IdentityHashMap<>();
    private final Map<Integer, String> insertions = new HashMap<>();
    private final RunOutputs run;
    private final GatheredOptions gathered;
    private final ClusterScript cluster;
    /** By the places of the references. */
    private final Map<Integer, WordUse> uses = new HashMap<>();

    private ScriptReferences(String script, String given, ScriptReading reading, Surroundings surroundings) {
        this.script = script;
        this.given = given;
        this.references = reading.references();
        this.run = new RunOutputs(script, reading);
        this.cluster = new ClusterScript(script, surroundings);
        this.gathered = new GatheredOptions(script, surroundings, cluster.submits());
    }

    /**
     * Those of one script.
     *
     * @param traced whether the shell is told to print the commands of the script
     */
    public static ScriptReferences find(String script, boolean traced, Surroundings ofContainer) {
        ScriptReferences found = read(script, script, traced, ofContainer);
        String carried = found.withCarriedVariables();
        return carried.equals(script) ? found : read(carried, script, traced, ofContainer);
    }

    private static ScriptReferences read(String script, String given, boolean traced, Surroundings ofContainer) {
        ScriptReading reading = ShellScript.look(script, traced);
        Surroundings surroundings = ScriptSurroundings.of(script, ofContainer);
        ScriptReferences found = new ScriptReferences(script, given, reading, surroundings);
        found.references.stream()
                .map(ScriptReference::command)
                .forEach(command -> found.commands.computeIfAbsent(command, one -> found.read(one, surroundings)));
        return found;
    }

    /** The script with other keys for variables of executors. They mean nothing to a shell, whatever quotes they stand in. */
    private String withCarriedVariables() {
        SortedSet<Integer> keys = new TreeSet<>();
        for (ScriptReference reference : references) {
            if (use(reference) instanceof WordUse.ExecutorVariable variable) {
                int word = reference.command().starts().get(reference.word());
                int key = script.lastIndexOf(variable.key() + "=", reference.start());
                if (key >= word) {
                    keys.add(key);
                }
            }
        }
        String carried = script;
        for (int key : keys.reversed()) {
            carried = ExecutorVariable.carried(carried, key);
        }
        return carried;
    }

    private CommandWords read(ScriptCommand command, Surroundings surroundings) {
        CommandWords words = CommandWords.ofScript(command.words(), surroundings);
        words.redaction()
                .ifPresent(redaction ->
                        insertions.put(command.ends().get(redaction.after()), " " + inShell(redaction.words())));
        words.silenced().ifPresent(word -> insertions.put(command.starts().get(word), inShell(Silencer.WORDS) + " "));
        return words;
    }

    /** The references that become shell variables. */
    public Set<Reference> variables() {
        Set<Reference> variables = new LinkedHashSet<>();
        for (ScriptReference reference : references) {
            if (treatment(reference, any -> SecretVariable.name(0)) instanceof Treatment.Variable) {
                variables.add(reference.reference());
            }
        }
        return variables;
    }

    /** Whether the script has to be rewritten; a kept reference may have to be escaped. */
    public boolean changes() {
        return !rewrite(any -> SecretVariable.name(0)).text().equals(given);
    }

    /** Whether a reference stands where the shell expands, in a word that the command copies into API objects. */
    public boolean keepsExpanded(Reference wanted) {
        return references.stream()
                .filter(reference -> reference.reference().equals(wanted) && reference.part() == Part.WORD)
                .anyMatch(reference -> {
                    List<WordUse> uses =
                            requireNonNull(commands.get(reference.command())).uses();
                    return reference.word() < uses.size() && isExpanded(wanted, uses.get(reference.word()));
                });
    }

    /** In single quotes, where nothing is expanded, what is kept needs no escape. */
    private boolean isExpanded(Reference wanted, WordUse use) {
        return switch (use) {
            case WordUse.Kept kept -> changes();
            case WordUse.ExecutorVariable variable ->
                isEscaped(rewrite(any -> SecretVariable.name(0)).text(), wanted) && !isEscaped(given, wanted);
            default -> false;
        };
    }

    private static boolean isEscaped(String script, Reference wanted) {
        return script.contains("'" + wanted) || script.contains("\\" + wanted);
    }

    /** Why the script cannot be rewritten. */
    public List<Problem> problems() {
        return rewrite(any -> SecretVariable.name(0)).problems();
    }

    /** Whether the shell may print a value, by what is known only when the script runs. */
    private boolean isPerhapsTraced() {
        return references.stream()
                .anyMatch(reference -> reference.traced() != Tracing.OFF && isFilledIn(use(reference)));
    }

    private static boolean isFilledIn(WordUse use) {
        return use instanceof WordUse.Data || use instanceof WordUse.Conf;
    }

    /** What the user should know, without the place. */
    public Set<String> warnings() {
        Set<String> warnings = new LinkedHashSet<>();
        if (isPerhapsTraced()) {
            warnings.add(PERHAPS_TRACED);
        }
        for (ScriptReference reference : references) {
            warnings.addAll(requireNonNull(commands.get(reference.command())).warnings());
        }
        return warnings;
    }

    public RewrittenScript rewrite(Function<Reference, String> variableOf) {
        Map<Integer, Treatment> treatments = new HashMap<>();
        for (ScriptReference reference : references) {
            treatments.put(reference.start(), treatment(reference, variableOf));
        }
        return ShellScript.rewrite(script, treatments, insertions);
    }

    private Treatment treatment(ScriptReference found, Function<Reference, String> variableOf) {
        return switch (use(found)) {
            case WordUse.Data data -> new Treatment.Variable(variableOf.apply(found.reference()));
            case WordUse.Conf conf -> new Treatment.Variable(variableOf.apply(found.reference()));
            case WordUse.Kept kept -> new Treatment.Keep();
            case WordUse.ExecutorVariable variable ->
                new Treatment.Refuse("belongs to " + ExecutorVariable.notInOnePiece(variable.key()));
            case WordUse.Refused refused -> new Treatment.Refuse(refused.why());
            case WordUse.Script nested ->
                new Treatment.Refuse("stands in the script of a nested shell, which would run what the value contains;"
                        + " put the reference into an env variable and use that variable there, in double quotes");
            case WordUse.LauncherOptions options ->
                new Treatment.Refuse("belongs to " + options.key()
                        + ", which takes no reference within a script, because Spark's launcher would split the value into"
                        + " words. Give the container spark-submit and its arguments directly, without a shell, or use an env"
                        + " variable instead of the Java option.");
        };
    }

    private WordUse use(ScriptReference found) {
        return uses.computeIfAbsent(found.start(), place -> {
            WordUse use = read(found);
            if (!isFilledIn(use)) {
                return use;
            }
            return found.traced() == Tracing.ON && !script.contains(TRACE_ELSEWHERE)
                    ? new WordUse.Refused(TRACED)
                    : cluster.use(found, use, gathered.isForProgramsOnly(found));
        });
    }

    private WordUse read(ScriptReference found) {
        ScriptCommand command = found.command();
        int place = found.part() == Part.INPUT ? command.redirections().start() : found.start();
        return run.at(place).orElseGet(() -> ofCommand(found, command));
    }

    private WordUse ofCommand(ScriptReference found, ScriptCommand command) {
        return switch (found.part()) {
            case FILE -> new WordUse.Data();
            case SHELL -> gathered.use(found).orElseGet(WordUse.Data::new);
            case INPUT -> ofInput(command);
            case WORD ->
                found.word() < command.words().size()
                        ? gathered.use(found)
                                .orElseGet(() -> requireNonNull(commands.get(command))
                                        .uses()
                                        .get(found.word()))
                        : new WordUse.Refused(
                                "stands in a command that never ends; put the reference into an env variable and use that");
        };
    }

    /** What a compound command reads, each of the commands in it may read. */
    private static WordUse ofInput(ScriptCommand command) {
        return command.body().stream()
                .map(inner -> CommandWords.useOfInputOfCompound(inner.words()))
                .filter(WordUse.Refused.class::isInstance)
                .findFirst()
                .orElseGet(() -> CommandWords.useOfInput(command.words()));
    }

    /** Quoted for the shell, and for the kubelet, which reads the script before it. */
    private static String inShell(List<String> words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            boolean plain = word.matches("[\\w.-]+");
            text.append(text.isEmpty() ? "" : " ").append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return KubernetesText.literal(text.toString());
    }
}
