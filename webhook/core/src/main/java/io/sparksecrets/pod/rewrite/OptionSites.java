package io.sparksecrets.pod.rewrite;

import io.sparksecrets.conf.OptionText;
import io.sparksecrets.conf.OptionVariable;
import io.sparksecrets.expansion.KubernetesText;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.OptionLaunch;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The env variables of a container whose values are read as options.
 *
 * @param sites where something has to be replaced
 * @param problems what cannot stand there, and why
 * @param warnings what the user should know of the other ones
 * @param secretNames conf keys and system properties that get values, for whoever tells Spark what to hide
 */
record OptionSites(List<Site> sites, List<Problem> problems, List<Problem> warnings, Set<String> secretNames) {

    private static final OptionSites NONE = new OptionSites(List.of(), List.of(), List.of(), Set.of());

    /** A variable, as it stands in the env and as its reader takes it. */
    private record Found(EnvVariable env, OptionVariable variable, Template template, OptionText options) {}

    static OptionSites find(SparkPod pod, Container container) {
        return container.env().stream().anyMatch(OptionSites::isRead) ? new Search(pod, container).run() : NONE;
    }

    /** Cheap for most variables, which hold neither a reference nor another variable. */
    private static boolean isRead(EnvVariable env) {
        String value = env.value();
        return (Template.mayHoldReference(value) || value.contains("$(")) && OptionVariable.holdsOptions(env.name());
    }

    private static final class Search {

        private final Container container;
        private final OptionLaunch launch;
        private final EnvExpansions expansions;
        private final List<Found> found = new ArrayList<>();
        private final OptionSites sites =
                new OptionSites(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new LinkedHashSet<>());

        Search(SparkPod pod, Container container) {
            this.container = container;
            this.launch = new OptionLaunch(pod, container);
            this.expansions = new EnvExpansions(container);
        }

        OptionSites run() {
            for (EnvVariable env : container.env()) {
                if (isRead(env)) {
                    OptionVariable.named(env.name()).ifPresent(variable -> read(env, variable));
                }
            }
            found.forEach(
                    variable -> sites.secretNames.addAll(variable.options().secretNames()));
            for (Found variable : found) {
                sites.sites.add(
                        variable.options().isPlain()
                                ? new Site.PlainVariable(variable.env(), variable.template())
                                : new Site.Options(variable.env(), variable.options(), List.copyOf(sites.secretNames)));
            }
            return sites;
        }

        private void read(EnvVariable env, OptionVariable variable) {
            String value = env.value();
            expansions
                    .secretIn(value)
                    .ifPresent(name -> problem(
                            variable,
                            "Kubernetes would put the value of $(" + name
                                    + ") into these options, which its reader then splits into words; write the"
                                    + " reference itself here"));
            parse(variable, value).ifPresent(template -> {
                OptionText options = OptionText.read(variable, template, launch.contextOf(variable, value));
                options.problems().forEach(what -> problem(variable, what));
                if (options.problems().isEmpty()) {
                    options.warnings().forEach(what -> sites.warnings.add(at(variable, what)));
                    if (options.resolved().isEmpty()) {
                        if (options.isPlain() || !options.value().equals(value)) {
                            found.add(new Found(env, variable, template, options));
                        }
                    } else if (isQuotable(variable, options)) {
                        warn(variable, options);
                        found.add(new Found(env, variable, template, options));
                    }
                }
            });
        }

        /** Whether what Kubernetes expands leaves the words as they are. */
        private boolean isQuotable(OptionVariable variable, OptionText options) {
            String value = options.value();
            StringBuilder others = new StringBuilder();
            int copied = 0;
            for (OptionText.Span word : options.resolved()) {
                others.append(value, copied, word.start());
                copied = word.end();
                if (KubernetesText.isExpanded(value.substring(word.start(), word.end()))) {
                    problem(
                            variable,
                            "a word holds a reference and a $(…) or $$ of Kubernetes; only one of them can stand there");
                    return false;
                }
            }
            others.append(value, copied, value.length());
            Optional<String> unsafe = expansions.unsafeIn(others.toString());
            unsafe.ifPresent(
                    name -> problem(
                            variable,
                            name + " may hold quotes or backslashes, and a stray one would have its reader print all of"
                                    + " these options; write its text here instead, or a $(NAME) whose value plainly has neither"));
            return unsafe.isEmpty();
        }

        private void warn(OptionVariable variable, OptionText options) {
            if (!variable.isOfDaemon()
                    && container.command().isEmpty()
                    && container.args().isEmpty()) {
                sites.warnings.add(at(
                        variable,
                        "the image decides what starts here; where it starts a script of Spark's sbin directory, that script"
                                + " prints these options"));
            }
            if (options.redaction().isPresent() && launch.setsRedaction()) {
                sites.warnings.add(at(
                        variable,
                        "Spark's UI shows the values of " + String.join(", ", options.secretNames())
                                + " unless the spark.redaction.regex of the conf or of the command line, which counts before"
                                + " that of a variable, covers these names"));
            }
        }

        private Optional<Template> parse(OptionVariable variable, String value) {
            try {
                return Optional.of(Template.parse(value)).filter(Template::hasReferences);
            } catch (MalformedReferenceException e) {
                problem(variable, e.getMessage());
                return Optional.empty();
            }
        }

        private void problem(OptionVariable variable, String what) {
            sites.problems.add(at(variable, what));
        }

        private Problem at(OptionVariable variable, String what) {
            return new Problem(container.displayName() + ", env " + variable.name(), what);
        }
    }
}
