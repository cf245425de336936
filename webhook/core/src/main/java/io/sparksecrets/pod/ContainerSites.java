package io.sparksecrets.pod;

import io.sparksecrets.conf.ConfKeys;
import io.sparksecrets.conf.JavaOptions;
import io.sparksecrets.conf.Treatment;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The places of a container where something has to be replaced, in a fixed order: env, command, args.
 *
 * @param problems places that cannot be rewritten, and why
 * @param warnings what the user should know of the other places
 */
record ContainerSites(Container container, List<Site> sites, List<Problem> problems, List<Problem> warnings) {

    static ContainerSites find(Container container, boolean javaArgumentFiles) {
        ContainerSites found = new ContainerSites(container, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        found.findInEnv(javaArgumentFiles && container.startsExecutor());
        if (container.mayHoldReferenceInWords()) {
            CommandLine.of(container).forEach(found::findInWord);
        }
        return found;
    }

    private void findInEnv(boolean javaArgumentFiles) {
        int index = 0;
        for (JsonNode variable : container.env()) {
            String value = variable.path("value").stringValue("");
            if (Template.mayHoldReference(value)) {
                String name = variable.path("name").asString("");
                int at = index;
                parse(value, "env " + name)
                        .ifPresent(template -> sites.add(
                                // What Kubernetes would expand in an option, it does not expand in a file.
                                javaArgumentFiles
                                                && Container.isJavaOption(name)
                                                && !KubernetesText.isExpanded(template)
                                        ? new Site.JavaOption(at, name, template)
                                        : new Site.EnvVariable(at, name, template)));
            }
            index++;
        }
    }

    private void findInWord(CommandLine.Word word) {
        if (!Template.mayHoldReference(word.text())) {
            return;
        }
        if (word.isScript()) {
            ScriptReferences script = ScriptReferences.find(word.text());
            script.problems().forEach(problem -> problem(word, problem.toString()));
            if (script.problems().isEmpty() && script.changes()) {
                sites.add(new Site.Script(word, script.variables()));
            }
            return;
        }
        parse(word.text(), word.displayName()).ifPresent(template -> {
            if (word.conf().isEmpty()) {
                sites.add(new Site.PlainWord(word, template));
            } else {
                findInConf(word, word.conf().get(), template);
            }
        });
    }

    private void findInConf(CommandLine.Word word, ConfArgument conf, Template template) {
        switch (ConfKeys.treatmentOf(conf.key())) {
            case Treatment.Kept kept -> {}
            case Treatment.Refused refused -> problem(word, conf.key() + " " + refused.why());
            case Treatment.Resolved resolved -> {
                if (conf.isLauncherOptions()) {
                    findInLauncherOptions(word, conf);
                } else {
                    sites.add(new Site.PlainWord(word, template));
                }
            }
        }
    }

    private void findInLauncherOptions(CommandLine.Word word, ConfArgument conf) {
        parse(word.text().substring(conf.prefix().length()), word.displayName()).ifPresent(options -> {
            if (KubernetesText.isExpanded(options)) {
                problem(
                        word,
                        conf.key()
                                + " holds a reference and a $(…) or $$ of Kubernetes; only one of them can stand there");
            } else {
                JavaOptions.problem(options)
                        .ifPresentOrElse(
                                what -> problem(word, conf.key() + ": " + what),
                                () -> sites.add(new Site.LauncherOptionsWord(word, conf.prefix(), options)));
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
