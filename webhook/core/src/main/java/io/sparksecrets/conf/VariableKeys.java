package io.sparksecrets.conf;

import static io.sparksecrets.conf.Rule.refused;

import java.util.List;

/**
 * Keys that set env variables of drivers and executors. One that the pods' own admission would refuse is refused here already,
 * since Spark asks for executors that are refused again and again.
 */
final class VariableKeys {

    private static final List<String> PREFIXES = List.of("spark.executorEnv.", "spark.kubernetes.driverEnv.");

    static final List<Rule> RULES = List.of(
            Rule.of(
                    refused("sets a variable that is run as code or names code; write the value itself, or use another"
                            + " variable"),
                    key -> PREFIXES.stream()
                            .anyMatch(prefix ->
                                    key.startsWith(prefix) && CodeVariables.isCode(key.substring(prefix.length())))),
            Rule.of(
                    refused(
                            "sets a variable whose options the JVM prints; write them into spark.driver.extraJavaOptions or"
                                    + " spark.executor.extraJavaOptions"),
                    key -> PREFIXES.stream()
                            .anyMatch(prefix -> key.startsWith(prefix)
                                    && OptionVariable.isPrinted(key.substring(prefix.length())))));

    private VariableKeys() {}
}
