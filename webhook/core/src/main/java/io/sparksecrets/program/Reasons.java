package io.sparksecrets.program;

/** What a person is told about a word in which no reference can stand: why, and what to write instead. */
final class Reasons {

    private static final String USE_A_VARIABLE =
            "put the reference into an env variable of the container, which the program reads by itself";

    static final String UNKNOWN_PROGRAM =
            "holds a reference within text that the program may run as code; give it a word that is the reference alone,"
                    + " or of the form name=value without quotes, blanks and semicolons, or " + USE_A_VARIABLE;

    static final String PROGRAM = "names the program by a secret; write the program's name itself";

    static final String APPLICATION =
            "names the application, which Spark lists in its UI and its log; keep credentials out of its address, as in"
                    + " spark.hadoop.fs.s3a.secret.key for a file on s3a://";

    static final String SPLIT_STRING =
            "is split into words by env, and a value would be split with it; give env the words one by one";

    static final String JVM_OPTION = "is an option of the JVM, which may run or print it; " + USE_A_VARIABLE;

    static final String UNDECIDED =
            "holds a reference, but whether the driver runs here or in a pod of its own cannot be told from the deploy mode;"
                    + " write --deploy-mode client or --deploy-mode cluster";

    static final String CARRIAGE_RETURN =
            "stands among options of which one holds a carriage return, which Spark takes out before it reads them; take it out";

    static final String PRINTED =
            "would be printed: Spark's scripts for daemons print the whole command they start. Set SPARK_NO_DAEMONIZE in the"
                    + " container's env and start the script by its name or with bash, or start spark-submit or spark-class yourself, or "
                    + USE_A_VARIABLE;

    static final String PRINTED_BY_LAUNCHER =
            "would be printed, because SPARK_PRINT_LAUNCH_COMMAND is set; take it out";

    static final String VERBOSE = "would be printed by spark-submit, because of --verbose; leave that option out";

    static final String STANDALONE =
            "would be copied to the master of a standalone cluster and printed: its worker logs the whole command that starts the"
                    + " driver; use --deploy-mode client, or "
                    + USE_A_VARIABLE.replace("of the container", "of the worker");

    static final String TOO_MANY = "comes after too many names of programs to tell which one runs; " + USE_A_VARIABLE;

    static final String UNHIDDEN =
            "Spark shows values of this command line in its UI and event log; name their keys, and sun.java.command, in"
                    + " spark.redaction.regex";

    static final String UNSEEN_MODE =
            "spark-submit is taken for one whose driver runs here, so values are filled in; but the webhook does not see the file of"
                    + " --properties-file, and where that says spark.submit.deployMode=cluster Spark would write the values into"
                    + " the driver's pod and conf map, where everybody reads them; write --deploy-mode client or"
                    + " --deploy-mode cluster on the command line";

    static final String TRACED_SHELL =
            "the shell is started with -x and prints its commands, with the values that they are given, into the container's log;"
                    + " leave -x out";

    private Reasons() {}

    static String runs(String program) {
        return "is a word of %s, which runs what its words hold as code; %s".formatted(program, USE_A_VARIABLE);
    }

    static String code(String program) {
        return "is code for %s, which would run what the value contains; %s".formatted(program, USE_A_VARIABLE);
    }

    static String afterCodeOption(String option) {
        return "comes after the option %s, which takes code in many programs; %s".formatted(option, USE_A_VARIABLE);
    }

    static String input(String program) {
        return "stands in text that %s reads, which may run it as code; %s".formatted(program, USE_A_VARIABLE);
    }

    static String file(String file) {
        return "stands in text that is written to %s, which this script runs as code; %s"
                .formatted(file, USE_A_VARIABLE);
    }

    static String codeVariable(String variable) {
        return "sets %s, whose value is run as code or names code; write the value itself, or use another variable"
                .formatted(variable);
    }

    static String optionVariable(String variable) {
        return "sets %s, which holds options for Spark or the JVM; set it in the container's env, where each option is looked at"
                .formatted(variable);
    }
}
