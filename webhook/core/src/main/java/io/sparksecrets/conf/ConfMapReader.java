package io.sparksecrets.conf;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the entries of a conf map one by one, and gathers what there is to resolve and all that is wrong. */
final class ConfMapReader {

    private static final String DRIVER_ENV = "spark.kubernetes.driverEnv.";

    /** SparkSubmit puts the stack trace of what ends the driver into an annotation where it is set. */
    static final String ANNOTATE_EXIT_EXCEPTION = "spark.kubernetes.driver.annotateExitException";

    private final SparkProperties properties;
    private final ConfContext context;
    private final ClusterManager manager;

    final List<Problem> problems = new ArrayList<>();
    /** What the user should know of a conf that is not refused. */
    final List<Problem> warnings = new ArrayList<>();
    /** By key. */
    final Map<String, Set<Reference>> references = new LinkedHashMap<>();
    /** By key. */
    final Map<String, Set<Reference>> executorReferences = new LinkedHashMap<>();
    /** By key. */
    final Map<String, ExecutorVariable> executorVariables = new LinkedHashMap<>();
    /** Resolved keys that hold references or escapes; those of {@link #javaOptions} are not among them. */
    final Map<String, Template> templates = new LinkedHashMap<>();

    final Map<String, DriverJavaOptions> javaOptions = new LinkedHashMap<>();
    /** Keys under which the driver will have values. */
    final Set<String> secretKeys = new LinkedHashSet<>();
    /** System properties in which the driver will have values. */
    final Set<String> secretSystemProperties = new LinkedHashSet<>();

    /** Env variables in which the driver will have values. */
    final Set<String> secretVariables = new LinkedHashSet<>();

    ConfMapReader(SparkProperties properties, ConfContext context) {
        this.properties = properties;
        this.context = context;
        this.manager = ClusterManager.of(properties);
        secretVariables.addAll(context.secretVariables());
    }

    void read() {
        properties.entries().forEach(this::read);
        problems.addAll(new Substitutions(properties.entries(), secretKeys, secretSystemProperties, secretVariables)
                .problems(manager));
        if (hidesExitException()) {
            warnings.add(new Problem(
                    ANNOTATE_EXIT_EXCEPTION,
                    "is set to false for this driver, because a stack trace may hold a secret, such as a URL with its"
                            + " password, and everybody sees the annotation; set it to false, and look for the stack trace"
                            + " in the driver's log"));
        }
    }

    /** Whether {@value #ANNOTATE_EXIT_EXCEPTION} is on and has to be switched off, because the driver will have values. */
    boolean hidesExitException() {
        boolean hasValues = context.argumentsHoldReferences()
                || !secretKeys.isEmpty()
                || !secretSystemProperties.isEmpty()
                || !secretVariables.isEmpty();
        return hasValues
                && properties
                        .get(ANNOTATE_EXIT_EXCEPTION)
                        .filter(set -> !set.trim().equalsIgnoreCase("false"))
                        .isPresent();
    }

    private void read(String key, String value) {
        if (Template.mayHoldReference(key)) {
            problems.add(new Problem(key, "references are resolved in values, not in keys"));
        }
        if (!Template.mayHoldReference(value)) {
            return;
        }
        if (key.startsWith(DRIVER_ENV)) {
            secretVariables.add(key.substring(DRIVER_ENV.length()));
        }
        Treatment treatment = ConfKeys.treatmentOf(key, manager);
        if (treatment instanceof Treatment.Kept kept && !kept.usedByExecutors()) {
            // An annotation is text, whatever it holds; what is wrong with a variable of the driver is told of its pod.
            return;
        }
        Template template;
        try {
            template = Template.parse(value);
        } catch (MalformedReferenceException e) {
            problems.add(new Problem(key, e.getMessage()));
            return;
        }
        switch (treatment) {
            case Treatment.Kept copied -> keep(key, value, template);
            case Treatment.Refused refused -> refuse(key, template, refused.why());
            case Treatment.Resolved resolved -> resolve(key, template);
        }
    }

    private void keep(String key, String value, Template template) {
        executorReferences.put(key, template.references());
        boolean variable = ExecutorVariable.isSetBy(key);
        if (variable && template.hasReferences()) {
            executorVariables.put(
                    key, new ExecutorVariable(key.substring(ExecutorVariable.SPARKS_KEY.length()), value));
        }
        boolean split = key.endsWith("JavaOptions") && !variable && !key.startsWith(ExecutorVariable.CONF);
        if (split && !survivesSplitting(value, template)) {
            problems.add(new Problem(
                    key,
                    "Spark splits these options into words before the references in them are resolved; a reference with"
                            + " blanks, quotes or backslashes must stand in quotes that protect them"));
        }
    }

    private void refuse(String key, Template template, String why) {
        if (template.hasReferences()) {
            problems.add(new Problem(
                    key, "holds " + ReferenceNames.names(template.references()) + ", but " + key + " " + why));
        }
    }

    private void resolve(String key, Template template) {
        references.put(key, template.references());
        if (!template.hasReferences() || !DriverJavaOptions.FILES.containsKey(key)) {
            templates.put(key, template);
            if (template.hasReferences()) {
                secretKeys.add(key);
            }
            return;
        }
        DriverJavaOptions.parse(key, template, context.javaArgumentFiles(), problems)
                .ifPresent(options -> {
                    javaOptions.put(key, options);
                    for (String name : options.propertyNames()) {
                        // Spark takes system properties with names of its own for conf keys.
                        (name.startsWith("spark.") ? secretKeys : secretSystemProperties).add(name);
                    }
                    if (!context.javaArgumentFiles()) {
                        secretKeys.add(key);
                    }
                });
    }

    /** Whether the words that the driver makes of the options hold the same references. */
    private static boolean survivesSplitting(String value, Template template) {
        try {
            Set<Reference> split = new LinkedHashSet<>();
            for (String word : ExecutorOptions.split(value)) {
                split.addAll(Template.parse(word).references());
            }
            return split.equals(template.references());
        } catch (MalformedReferenceException e) {
            return false;
        }
    }
}
