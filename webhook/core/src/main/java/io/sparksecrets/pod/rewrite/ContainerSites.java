package io.sparksecrets.pod.rewrite;

import io.sparksecrets.conf.CodeVariables;
import io.sparksecrets.conf.ExecutorVariable;
import io.sparksecrets.conf.JavaOptions;
import io.sparksecrets.conf.JvmCodeOptions;
import io.sparksecrets.conf.OptionVariable;
import io.sparksecrets.expansion.KubernetesText;
import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.script.ScriptReferences;
import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.Silencer;
import io.sparksecrets.program.Surroundings;
import io.sparksecrets.program.WordUse;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.NearMisses;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Template;
import io.sparksecrets.shell.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The places of a container where something has to be replaced, in a fixed order: env, command, args.
 *
 * @param insertions words to put into the command line, in its order
 * @param problems places that cannot be rewritten, and why
 * @param warnings what the user should know of the other places
 */
record ContainerSites(
        Container container,
        List<Site> sites,
        List<Insertion> insertions,
        List<Problem> problems,
        List<Problem> warnings) {

    /** @param javaArgumentFiles whether the Java options in its env become argument files */
    static ContainerSites find(SparkPod pod, Container container, boolean javaArgumentFiles) {
        ContainerSites found = new ContainerSites(
                container, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        found.findInEnv(javaArgumentFiles);
        OptionSites options = OptionSites.find(pod, container);
        found.sites.addAll(options.sites());
        found.problems.addAll(options.problems());
        found.warnings.addAll(options.warnings());
        if (container.mayHoldReferenceInWords()) {
            found.findInWords(CommandLine.surroundings(container, options.secretNames()));
        }
        found.findNearMissesInWords();
        return found;
    }

    private void findNearMissesInWords() {
        boolean none = container.command().stream().noneMatch(NearMisses::mayBeIn)
                && container.args().stream().noneMatch(NearMisses::mayBeIn);
        if (!none) {
            CommandLine.of(container).stream()
                    .filter(word -> NearMisses.mayBeIn(word.text()))
                    .forEach(word -> warnOfNearMisses(word.displayName(), word.text()));
        }
    }

    private void warnOfNearMisses(String place, String text) {
        warnings.addAll(NearMisses.warnings(container.displayName() + ", " + place, text));
    }

    private void findInEnv(boolean javaArgumentFiles) {
        for (EnvVariable variable : container.env()) {
            String value = variable.value();
            if (NearMisses.mayBeIn(value)) {
                warnOfNearMisses(variable.place(), value);
            }
            if (Template.mayHoldReference(value) && !OptionVariable.holdsOptions(variable.name())) {
                parse(value, variable.place())
                        .ifPresent(template -> addVariable(variable, template, javaArgumentFiles));
            }
        }
    }

    private void addVariable(EnvVariable variable, Template template, boolean javaArgumentFiles) {
        String name = variable.name();
        if (CodeVariables.isCode(name)) {
            problems.add(
                    new Problem(
                            variable.displayName(),
                            "holds a reference, and is run as code or names code; write the value itself, or use another variable"));
            return;
        }
        if (Container.isJavaOption(name) && JvmCodeOptions.takesCode(beginning(template))) {
            problems.add(new Problem(
                    variable.displayName(),
                    "holds a reference in a Java option whose value the JVM runs, or takes for the name of code; write the"
                            + " option itself, and hand the value over in -Dname="));
            return;
        }
        // What Kubernetes would expand in an option, it does not expand in a file.
        boolean file = javaArgumentFiles && Container.isJavaOption(name) && !KubernetesText.isExpanded(template);
        sites.add(file ? new Site.JavaOption(variable, template) : new Site.PlainVariable(variable, template));
    }

    private static String beginning(Template template) {
        return template.parts().getFirst() instanceof Template.Literal literal ? literal.source() : "";
    }

    private void findInWords(Surroundings surroundings) {
        List<CommandLine.Word> words = CommandLine.of(container);
        CommandWords read = CommandLine.read(container, surroundings);
        for (int i = 0; i < words.size(); i++) {
            if (Template.mayHoldReference(words.get(i).text())) {
                findInWord(words, i, read.uses().get(i), surroundings);
            }
        }
        read.silenced().ifPresent(word -> insertions.add(Insertion.before(word, words, Silencer.WORDS)));
        read.redaction()
                .ifPresent(
                        redaction -> insertions.add(Insertion.before(redaction.after() + 1, words, redaction.words())));
        read.warnings().forEach(what -> warnings.add(new Problem(container.displayName(), what)));
    }

    private void findInWord(List<CommandLine.Word> words, int at, WordUse use, Surroundings surroundings) {
        CommandLine.Word word = words.get(at);
        if (use instanceof WordUse.Script) {
            boolean traced = ShellCommand.isTraced(
                    words.stream().map(CommandLine.Word::text).toList(), at);
            findInScript(word, traced, surroundings);
            return;
        }
        Optional<Template> parsed = parse(word.text(), word.displayName());
        if (parsed.isEmpty()) {
            return;
        }
        switch (use) {
            case WordUse.Kept kept -> {}
            case WordUse.ExecutorVariable variable ->
                sites.add(new Site.KeptWord(word, ExecutorVariable.carried(word.text(), variable.start())));
            case WordUse.Refused refused -> problem(word, refused.why());
            case WordUse.LauncherOptions options -> findInLauncherOptions(word, options);
            default -> sites.add(new Site.PlainWord(word, parsed.get()));
        }
    }

    private void findInScript(CommandLine.Word word, boolean traced, Surroundings surroundings) {
        ScriptReferences script = ScriptReferences.find(word.text(), traced, surroundings);
        List<Problem> found = script.problems();
        found.forEach(problem -> problem(word, problem.toString()));
        if (found.isEmpty() && script.changes()) {
            sites.add(new Site.Script(word, script));
        }
        script.warnings()
                .forEach(what -> warnings.add(new Problem(container.displayName() + ", " + word.displayName(), what)));
    }

    private void findInLauncherOptions(CommandLine.Word word, WordUse.LauncherOptions use) {
        String prefix = word.text().substring(0, use.start());
        parse(word.text().substring(use.start()), word.displayName()).ifPresent(options -> {
            if (KubernetesText.isExpanded(options)) {
                problem(
                        word,
                        use.key()
                                + " holds a reference and a $(…) or $$ of Kubernetes; only one of them can stand there");
                return;
            }
            List<Problem> found = JavaOptions.problems(use.key(), options);
            found.forEach(what -> problem(word, what.toString()));
            if (found.isEmpty()) {
                sites.add(new Site.LauncherOptionsWord(word, prefix, options));
            }
        });
    }

    /** The template, where it is sound and holds references. */
    private Optional<Template> parse(String text, String place) {
        try {
            return Optional.of(Template.parse(text)).filter(Template::hasReferences);
        } catch (MalformedReferenceException e) {
            problems.add(new Problem(container.displayName() + ", " + place, e.getMessage()));
            return Optional.empty();
        }
    }

    private void problem(CommandLine.Word word, String what) {
        problems.add(new Problem(container.displayName() + ", " + word.displayName(), what));
    }
}
