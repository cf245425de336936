package io.sparksecrets.conf;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Template;
import java.util.Optional;

/**
 * An env variable of executors that holds references, on its way from the driver's conf to the executors' pods: the annotation
 * {@value #ANNOTATION}N, with N from 0 on, has {@code NAME=value}.
 *
 * <p>Under Spark's own key, {@code spark.executorEnv.NAME}, PySpark would hand the references to its workers as they stand: they
 * take the variables of the driver's conf instead of those of the executor they run in (pyspark, {@code core/context.py}).
 *
 * @param value the text with its references
 */
public record ExecutorVariable(String name, String value) {

    /** How the names of the annotations begin. */
    public static final String ANNOTATION = "sparksecrets.io/executor-env-";

    /** How the keys begin by which Spark gives executors' pods the annotations. */
    static final String CONF = "spark.kubernetes.executor.annotation." + ANNOTATION;

    /** The key of the annotation with a number. */
    static String confKey(int number) {
        return CONF + number;
    }

    /** The text of the annotation. */
    String annotation() {
        return name + "=" + value;
    }

    /** Reads the text of an annotation; empty where that has no name, or a value that nobody has to resolve. */
    public static Optional<ExecutorVariable> read(String annotation) {
        int equals = annotation.indexOf('=');
        if (equals < 1 || !holdsReference(annotation.substring(equals + 1))) {
            return Optional.empty();
        }
        return Optional.of(new ExecutorVariable(annotation.substring(0, equals), annotation.substring(equals + 1)));
    }

    /** A malformed one is told where it stands in the pod. */
    private static boolean holdsReference(String value) {
        try {
            return Template.parse(value).hasReferences();
        } catch (MalformedReferenceException e) {
            return true;
        }
    }
}
