package io.sparksecrets.conf;

import io.sparksecrets.reference.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which names stand for secrets where Spark replaces <code>${name}</code> by itself.
 *
 * <p>When the driver reads a key such as {@code spark.executor.extraJavaOptions}, Spark replaces the names of conf keys, of env
 * variables (<code>${env:…}</code>) and of system properties (<code>${system:…}</code>) in it, and then in what it put in
 * (ConfigReader of spark-core). So a key that is copied into executors' pods, or logged, must not name a resolved one.
 */
final class Substitutions {

    /** ConfigReader.REF_RE. */
    private static final Pattern NAME = Pattern.compile("\\$\\{((?:\\w+?:)?\\S+?)\\}");

    private final Map<String, String> entries;
    private final Set<String> secretNames = new LinkedHashSet<>();

    /**
     * @param entries the whole conf
     * @param resolvedKeys keys whose values hold references that are resolved
     * @param systemProperties system properties of the driver whose values hold such references
     * @param variables env variables of the driver whose values hold references
     */
    Substitutions(
            Map<String, String> entries,
            Collection<String> resolvedKeys,
            Collection<String> systemProperties,
            Collection<String> variables) {
        this.entries = entries;
        resolvedKeys.forEach(this::addKey);
        systemProperties.forEach(name -> secretNames.add("system:" + name));
        variables.forEach(name -> secretNames.add("env:" + name));
        boolean grown;
        do {
            int before = secretNames.size();
            entries.forEach((key, value) -> {
                if (secretNameIn(value).isPresent()) {
                    addKey(key);
                }
            });
            grown = secretNames.size() > before;
        } while (grown);
    }

    /** One problem for each key in which Spark would put a value where it must not be, in the order of the conf. */
    List<Problem> problems(ClusterManager manager) {
        List<Problem> problems = new ArrayList<>();
        entries.forEach((key, value) -> secretNameIn(value)
                .flatMap(name -> whatComesOfReplacing(name, key, manager))
                .ifPresent(what -> problems.add(new Problem(key, what))));
        return problems;
    }

    /** What is wrong where Spark replaces a name in the value of a key by a secret value; empty where that is fine. */
    private static Optional<String> whatComesOfReplacing(String name, String key, ClusterManager manager) {
        String replaces = "Spark replaces " + name + " in it by a secret value";
        return switch (ConfKeys.treatmentOf(key, manager)) {
            case Treatment.Resolved resolved -> Optional.empty();
            case Treatment.Refused refused ->
                key.startsWith("spark.")
                        ? Optional.of(replaces + ", but " + key + " " + refused.why())
                        : Optional.empty();
            case Treatment.Kept kept ->
                isCopiedAsItIs(key, kept)
                        ? Optional.empty()
                        : Optional.of(
                                replaces + " and copies the result into API objects, where everybody sees it; write a"
                                        + " reference to the secret itself");
        };
    }

    /** Variables and annotations are, for which SparkConf.getAllWithPrefix reads them. */
    private static boolean isCopiedAsItIs(String key, Treatment.Kept kept) {
        return !kept.usedByExecutors() || ExecutorVariable.isSetBy(key) || key.startsWith(ExecutorVariable.CONF);
    }

    /** The first <code>${name}</code> in a value that Spark would replace, in one step or several, by something secret. */
    private Optional<String> secretNameIn(String value) {
        for (String name : namesIn(value)) {
            if (secretNames.contains(name)) {
                return Optional.of("${" + name + "}");
            }
        }
        return Optional.empty();
    }

    /** SparkSubmit makes a system property of every conf key. */
    private void addKey(String key) {
        secretNames.add(key);
        secretNames.add("system:" + key);
    }

    private static List<String> namesIn(String value) {
        List<String> names = new ArrayList<>();
        if (value.contains("${")) {
            Matcher matcher = NAME.matcher(value);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }
}
