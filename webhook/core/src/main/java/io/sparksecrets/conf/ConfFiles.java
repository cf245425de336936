package io.sparksecrets.conf;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The other files of a conf map, in which references are refused.
 *
 * <p>The driver copies every file of its conf directory into the executors' ConfigMap, except those named as
 * {@code spark.properties} is. So a value must not stand there, and a reference would be used as it is.
 */
public final class ConfFiles {

    /** The key of a conf map that holds the Spark conf. */
    public static final String SPARK_PROPERTIES = "spark.properties";

    /** The argument files of the driver's Java options, which a delivery Secret always holds beside it. */
    public static final List<String> JAVA_ARGUMENT_FILES =
            DriverJavaOptions.FILES.values().stream().sorted().toList();

    private ConfFiles() {}

    /**
     * One problem for each file, other than {@value #SPARK_PROPERTIES}, that holds a reference, by the files' names.
     *
     * @param data the conf map's data
     */
    public static List<Problem> problems(Map<String, String> data) {
        Map<String, String> others = new TreeMap<>(data);
        others.remove(SPARK_PROPERTIES);
        return problems(others, "only spark.properties is resolved");
    }

    /**
     * One problem for each file that holds a reference, by the files' names, of a ConfigMap that Spark's processes read as it is:
     * Hadoop's conf, {@code krb5.conf}, the conf directory of executors.
     *
     * @param data the ConfigMap's data
     */
    public static List<Problem> problemsOfFiles(Map<String, String> data) {
        return problems(new TreeMap<>(data), "nobody resolves references in this file");
    }

    private static List<Problem> problems(Map<String, String> files, String rule) {
        List<Problem> problems = new ArrayList<>();
        files.forEach((name, text) -> {
            if (Template.mayHoldReference(text)) {
                try {
                    Template template = Template.parse(text);
                    if (template.hasReferences()) {
                        problems.add(new Problem(
                                "file " + name,
                                "holds %s, but %s; %s"
                                        .formatted(
                                                ReferenceNames.names(template.references()), rule, insteadOf(name))));
                    }
                } catch (MalformedReferenceException e) {
                    problems.add(new Problem(
                            "file " + name, "%s; in any case %s; %s".formatted(e.getMessage(), rule, insteadOf(name))));
                }
            }
        });
        return problems;
    }

    private static String insteadOf(String name) {
        if (name.endsWith("-site.xml")) {
            return "set the property in the Spark conf as spark.hadoop.<name>";
        }
        if (name.startsWith("metrics")) {
            return "set the property in the Spark conf as spark.metrics.conf.<name>";
        }
        if (name.startsWith("log4j")) {
            return "put the reference into spark.kubernetes.driverEnv.<NAME> and write ${env:<NAME>} here";
        }
        if (name.startsWith("krb5")) {
            return "give Kerberos a keytab, by spark.kerberos.keytab or a Secret that is mounted";
        }
        return "put the reference into the Spark conf, as spark.hadoop.<name> for a property of Hadoop or Hive, or into an env"
                + " variable";
    }
}
