package io.sparksecrets.pod;

import io.sparksecrets.expansion.ExpansionToken;
import java.util.regex.Pattern;

/** The env variables {@code SPARK_SECRETS_n}, which carry values into a container. */
public final class SecretVariable {

    private static final String PREFIX = "SPARK_SECRETS_";

    /** One as a shell expands it; its name is the first group. */
    public static final Pattern IN_SCRIPT = Pattern.compile("\\$\\{(" + PREFIX + "[0-9]+)}");

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
        return isInScript(text)
                || (text.contains(PREFIX) && ExpansionToken.names(text).anyMatch(SecretVariable::isName));
    }

    /** Whether it does so as a script for a shell. */
    public static boolean isInScript(String text) {
        return text.contains("${" + PREFIX);
    }
}
