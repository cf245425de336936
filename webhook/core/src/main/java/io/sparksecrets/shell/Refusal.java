package io.sparksecrets.shell;

/** What a person is told about a place where a reference cannot stand: why, and what to do instead. */
final class Refusal {

    private static final String USE_A_VARIABLE =
            "put the reference into an environment variable and use that variable in the script, in double quotes";

    static final String NESTED_SHELL =
            "stands in the script of a nested shell, which would run what the value contains; "
                    + "pass it as an argument instead, as in sh -c 'echo \"$1\"' sh ${secrets.X}, or " + USE_A_VARIABLE;
    static final String ARITHMETIC =
            "stands in an arithmetic expression, which bash evaluates, so that it would run what the "
                    + "value contains; assign it to a variable and check that this is a number first";
    static final String SUBSCRIPT =
            "stands in the subscript of an array, which bash evaluates, so that it would run what the "
                    + "value contains; assign it to a variable and check it first";
    static final String PATTERN = "stands in ${...} in another place than after :- or :+ (or := within double quotes); "
            + "assign it to a variable first and use that one there";
    static final String BACKQUOTES =
            "stands in a command substitution written with backquotes; write $(...) instead of the backquotes";
    static final String QUOTED_HERE_DOCUMENT =
            "stands in a here-document whose delimiter is quoted, where the shell expands "
                    + "nothing; take the quotes away from the delimiter (and write \\$ for other dollar signs), or "
                    + USE_A_VARIABLE;
    static final String KEPT_IN_PARAMETER =
            "stands in ${...} within double quotes, where its text cannot be passed on; assign it to a variable first";
    static final String INNER_QUOTES =
            "stands in double quotes in ${...} in double quotes, which ksh reads as no quotes at all; "
                    + "take the inner double quotes away";
    static final String DEFAULT_IN_TWO_WAYS =
            "has a default with a quote, a backslash, a backquote, a dollar sign or a line break, which "
                    + "the shell would read in another way here; " + USE_A_VARIABLE;
    static final String DOES_NOT_FIT =
            "does not end within the quotes or the here-document in which it begins; " + USE_A_VARIABLE;
    static final String AFTER_DOLLAR_SIGN =
            "comes directly after a dollar sign; write \"$\" in double quotes before it";
    static final String BACKSLASH_IN_ANSI_C =
            "comes after a backslash in $'...', which would stay in the text; take the backslash away";

    private Refusal() {}

    static String evaluates(String command) {
        return "is an argument of %s, which would evaluate what the value contains; %s"
                .formatted(command, USE_A_VARIABLE);
    }

    static String takesName(String command) {
        return "stands where %s takes the name of a variable, which bash evaluates; write the name itself"
                .formatted(command);
    }

    static String unread(int line, String why) {
        return "stands behind line %d, where %s; put the reference before it or %s"
                .formatted(line, why, USE_A_VARIABLE);
    }
}
