package io.sparksecrets.pod.delivery;

import io.sparksecrets.conf.JvmCodeOptions;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.delivery.DeliveryEntry.Encoding;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks the values of executors: what would become an option of their JVM, or an option that runs something, is a problem. */
final class ExecutorValueLimits {

    /** What the entrypoint of Spark's images looks for, line by line, in all the environment of an executor. */
    private static final String JAVA_OPTION = "SPARK_JAVA_OPT_";

    private static final String RUNS =
            "the value is a Java option that runs a command or loads code; write the option itself, and hand the value over in"
                    + " -Dname=";

    private static final SecretValue NOTHING = SecretValue.of("");

    private ExecutorValueLimits() {}

    static List<Problem> check(Container container, Delivery delivery, Map<String, SecretValue> data) {
        List<Problem> problems = new ArrayList<>();
        for (EnvVariable variable : container.env()) {
            if (variable.secretName().equals(delivery.secretName())) {
                String place = variable.displayName();
                String value = data.getOrDefault(variable.secretKey(), NOTHING).reveal();
                if (value.contains(JAVA_OPTION)) {
                    problems.add(new Problem(
                            place,
                            "the value holds \"%s\", and Spark's entrypoint takes each line of the environment with that text for a Java option of the executor; use another value"
                                    .formatted(JAVA_OPTION)));
                }
                if (Container.isJavaOption(variable.name()) && JvmCodeOptions.isCode(value)) {
                    problems.add(new Problem(place, RUNS));
                }
            }
        }
        for (DeliveryEntry entry : delivery.entries()) {
            String file = data.getOrDefault(entry.key(), NOTHING).reveal();
            boolean option = entry.encoding() == Encoding.JAVA_ARGUMENT_FILE
                    && entry.text().startsWith("${");
            if (option && JvmCodeOptions.isCode(file.substring(file.startsWith("\"") ? 1 : 0))) {
                problems.add(new Problem(container.displayName() + ", env " + JAVA_OPTION + entry.number(), RUNS));
            }
        }
        return problems;
    }
}
