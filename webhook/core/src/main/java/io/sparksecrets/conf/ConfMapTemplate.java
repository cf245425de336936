package io.sparksecrets.conf;

import static java.util.Objects.requireNonNull;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.NearMisses;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.reference.StructuredText;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The {@code spark.properties} of a driver's conf map: what is wrong with it, which references it holds, and the files it
 * becomes when they are resolved.
 *
 * <p>Only keys that {@link ConfKeys} resolves change: references are replaced, escapes undone. Every other value stays as it
 * is; variables of executors go another way to their pods, see {@link ExecutorVariable}. Where something was resolved, {@code spark.redaction.regex} is set or extended, so that Spark hides it.
 */
public final class ConfMapTemplate {

    /** Spark's order. The executor's pod template goes before both. */
    private static final List<String> EXECUTOR_SERVICE_ACCOUNT = List.of(
            "spark.kubernetes.authenticate.executor.serviceAccountName",
            "spark.kubernetes.authenticate.driver.serviceAccountName");

    private final ConfContext context;
    private final SparkProperties properties;
    private final ConfMapReader conf;

    private ConfMapTemplate(SparkProperties properties, ConfContext context) {
        this.properties = properties;
        this.context = context;
        this.conf = new ConfMapReader(properties, context);
        conf.read();
        properties.entries().forEach((key, value) -> conf.warnings.addAll(NearMisses.warnings(key, value)));
    }

    /**
     * Reads the text and gathers all that is wrong with it.
     *
     * @param sparkProperties the text of {@code spark.properties}; may be empty
     */
    public static ConfMapTemplate parse(String sparkProperties, ConfContext context) {
        try {
            return new ConfMapTemplate(SparkProperties.parse(sparkProperties), context);
        } catch (MalformedPropertiesException e) {
            ConfMapTemplate unreadable = new ConfMapTemplate(SparkProperties.of(Map.of()), context);
            unreadable.conf.problems.add(new Problem(ConfFiles.SPARK_PROPERTIES, requireNonNull(e.getMessage())));
            return unreadable;
        }
    }

    /** Why the conf map is refused whatever the values are; empty when it is not. */
    public List<Problem> problems() {
        return List.copyOf(conf.problems);
    }

    /** What the user should know whatever the values are; what the values show is in {@link RenderedConf#warnings()}. */
    public List<Problem> warnings() {
        return List.copyOf(conf.warnings);
    }

    /** The references to resolve for the driver, by key, in the order of the file. */
    public Map<String, Set<Reference>> references() {
        return Collections.unmodifiableMap(conf.references);
    }

    /** The references that stay in the driver's conf and will stand in the executors' pods, by key, in the order of the file. */
    public Map<String, Set<Reference>> executorReferences() {
        return Collections.unmodifiableMap(conf.executorReferences);
    }

    /**
     * The service account that Spark gives executors whose pod template names none: theirs, or else the driver's, where the
     * conf names it.
     */
    public Optional<String> executorServiceAccount() {
        return EXECUTOR_SERVICE_ACCOUNT.stream()
                .flatMap(key -> properties.get(key).stream())
                .map(String::trim)
                .findFirst();
    }

    /**
     * The files of the delivery Secret: {@code spark.properties} and, always, those for Java options
     * ({@code spark-driver-extra-java-options.conf}, {@code spark-driver-default-java-options.conf}), empty where not needed.
     *
     * @param values gives the value for each of {@link #references()}
     * @throws IllegalStateException when there are {@link #problems()}
     */
    public RenderedConf render(Function<Reference, SecretValue> values) {
        if (!conf.problems.isEmpty()) {
            throw new IllegalStateException("a conf map with problems cannot be rendered");
        }
        List<Problem> problems = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        Map<String, String> entries = entriesWithExecutorVariables();
        conf.templates.forEach((key, template) -> {
            ResolvedText resolved = ResolvedText.of(template, values);
            resolved.check(key, problems, warnings);
            warnings.addAll(StructuredText.of(template).warnings(key, values));
            entries.put(key, resolved.text());
        });
        Map<String, List<String>> options = new TreeMap<>();
        conf.javaOptions.forEach((key, words) -> options.put(key, words.render(values, problems, warnings)));
        return problems.isEmpty()
                ? new RenderedConf(files(entries, options), problems, warnings)
                : new RenderedConf(Map.of(), problems, warnings);
    }

    /**
     * What the user should know of values that do not arrive whole at the executors.
     *
     * @param values gives the value for each of {@link #executorReferences()}
     */
    public List<Problem> warningsForExecutors(Function<Reference, SecretValue> values) {
        List<Problem> warnings = new ArrayList<>();
        conf.executorReferences
                .keySet()
                .forEach(key -> properties
                        .get(key)
                        .ifPresent(value -> warnings.addAll(
                                StructuredText.of(template(value)).warnings(key, values))));
        return warnings;
    }

    private static Template template(String value) {
        try {
            return Template.parse(value);
        } catch (MalformedReferenceException e) {
            throw new IllegalStateException("a value with references does not parse any more", e);
        }
    }

    private Map<String, String> entriesWithExecutorVariables() {
        Map<String, String> entries = new LinkedHashMap<>();
        int number = 0;
        for (Map.Entry<String, String> entry : properties.entries().entrySet()) {
            ExecutorVariable variable = conf.executorVariables.get(entry.getKey());
            if (variable == null) {
                entries.put(entry.getKey(), entry.getValue());
            } else {
                while (properties.entries().containsKey(ExecutorVariable.confKey(number))) {
                    number++;
                }
                entries.put(ExecutorVariable.confKey(number++), variable.annotation());
            }
        }
        return entries;
    }

    private Map<String, SecretValue> files(Map<String, String> entries, Map<String, List<String>> options) {
        Map<String, SecretValue> files = new TreeMap<>();
        DriverJavaOptions.FILES.values().forEach(file -> files.put(file, SecretValue.of("")));
        options.forEach((key, words) -> {
            if (context.javaArgumentFiles()) {
                String file = requireNonNull(DriverJavaOptions.FILES.get(key));
                files.put(file, SecretValue.of(JavaArgumentFile.of(words)));
                entries.put(key, LauncherOptions.join(List.of("@" + context.mountPath() + "/" + file)));
            } else {
                entries.put(key, LauncherOptions.join(words));
            }
        });
        if (conf.hidesExitException()) {
            entries.put(ConfMapReader.ANNOTATE_EXIT_EXCEPTION, "false");
        }
        DriverName.addTo(entries, context.driverPod());
        Set<String> redacted = redactedNames();
        if (!redacted.isEmpty()) {
            entries.put(RedactionRegex.KEY, RedactionRegex.extended(properties.get(RedactionRegex.KEY), redacted));
        }
        files.put(
                ConfFiles.SPARK_PROPERTIES,
                SecretValue.of(SparkProperties.of(entries).write()));
        return files;
    }

    private Set<String> redactedNames() {
        Set<String> names = new LinkedHashSet<>(conf.secretKeys);
        names.addAll(conf.secretSystemProperties);
        names.addAll(RedactionRegex.copiesOf(conf.secretVariables));
        if (context.argumentsHoldReferences()) {
            names.add("sun.java.command");
        }
        return names;
    }
}
