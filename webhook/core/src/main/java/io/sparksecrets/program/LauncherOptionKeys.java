package io.sparksecrets.program;

import java.util.Set;

/** The conf keys whose values Spark's launcher splits into Java options. */
final class LauncherOptionKeys {

    private static final Set<String> KEYS = Set.of("spark.driver.extraJavaOptions", "spark.driver.defaultJavaOptions");

    private LauncherOptionKeys() {}

    static boolean contains(String key) {
        return KEYS.contains(key);
    }
}
