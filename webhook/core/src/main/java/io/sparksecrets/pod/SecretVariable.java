package io.sparksecrets.pod;

/** The env variables {@code SPARK_SECRETS_n}, which carry values into a container. */
public final class SecretVariable {

    private static final String PREFIX = "SPARK_SECRETS_";

    private SecretVariable() {}

    /** The name of the one with a number. */
    public static String name(int number) {
        return PREFIX + number;
    }

    public static boolean isName(String name) {
        return name.startsWith(PREFIX);
    }

    /** Whether a text takes in one of them. */
    public static boolean isIn(String text) {
        return text.contains("$(" + PREFIX) || isInScript(text);
    }

    /** Whether it does so as a script for a shell. */
    public static boolean isInScript(String text) {
        return text.contains("${" + PREFIX);
    }
}
