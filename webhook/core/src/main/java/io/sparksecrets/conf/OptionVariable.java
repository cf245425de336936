package io.sparksecrets.conf;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An env variable whose value a program reads as options, so that references in it are references in conf keys.
 *
 * <p>The readers, from the sources of Spark 3.2 to 4.3: AbstractCommandBuilder, SparkClassCommandBuilder and
 * SparkSubmitCommandBuilder of spark-launcher, bin/ and sbin/, pyspark/java_gateway.py, sparkR.R; of others, Zeppelin's
 * bin/interpreter.sh and the run.sh of Toree's and Enterprise Gateway's kernels.
 */
public final class OptionVariable {

    private static final String NOT_READ = "Spark does not read it; ";
    private static final String SUBMIT_OPTS = "SPARK_SUBMIT_OPTS takes -D options";

    private static final Map<String, OptionVariable> KNOWN = Map.ofEntries(
            of("JAVA_TOOL_OPTIONS", OptionReader.JVM),
            of("JDK_JAVA_OPTIONS", OptionReader.JVM),
            of("_JAVA_OPTIONS", OptionReader.JVM),
            of("SPARK_LAUNCHER_OPTS", OptionReader.LAUNCH_SCRIPT),
            of("SPARK_DAEMON_JAVA_OPTS", OptionReader.DAEMON),
            of("SPARK_EXECUTOR_OPTS", OptionReader.DAEMON),
            of("SPARK_HISTORY_OPTS", OptionReader.DAEMON),
            of("SPARK_MASTER_OPTS", OptionReader.DAEMON),
            of("SPARK_SHUFFLE_OPTS", OptionReader.DAEMON),
            of("SPARK_WORKER_OPTS", OptionReader.DAEMON),
            of("SPARK_BEELINE_OPTS", OptionReader.SUBMIT_JVM),
            of("SPARK_SUBMIT_OPTS", OptionReader.SUBMIT_JVM),
            of("PYSPARK_DRIVER_PYTHON_OPTS", OptionReader.PYTHON_PROGRAM),
            of("PYSPARK_SUBMIT_ARGS", OptionReader.PYSPARK),
            of("SPARKR_SUBMIT_ARGS", OptionReader.SCRIPT),
            of("SPARK_OPTS", OptionReader.SCRIPT),
            of("SPARK_SUBMIT_OPTIONS", OptionReader.SCRIPT),
            of("ZEPPELIN_SPARK_CONF", OptionReader.SCRIPT),
            of("__TOREE_SPARK_OPTS__", OptionReader.SCRIPT));

    /** What charts and images call variables that their scripts hand to Spark. */
    private static final Pattern ALIKE = Pattern.compile("\\w*SPARK\\w*_(OPTS|SUBMIT_ARGS|SUBMIT_OPTIONS)");

    private static final Pattern BARRED = Pattern.compile("(^|\\|)--?[\\w-]+\\|");

    private final String name;
    private final OptionReader reader;

    private OptionVariable(String name, OptionReader reader) {
        this.name = name;
        this.reader = reader;
    }

    private static Map.Entry<String, OptionVariable> of(String name, OptionReader reader) {
        return Map.entry(name, new OptionVariable(name, reader));
    }

    /** Whether an env variable of this name holds options, for all that its name tells. */
    public static boolean holdsOptions(String name) {
        return named(name).isPresent();
    }

    /** Whether the JVM, or a script before it, prints the value of a variable or splits it in a way that no value survives. */
    static boolean isPrinted(String name) {
        OptionVariable known = KNOWN.get(name);
        return known != null && (known.reader == OptionReader.JVM || known.reader == OptionReader.LAUNCH_SCRIPT);
    }

    /** The variable of a name; none where it holds no options. */
    public static Optional<OptionVariable> named(String name) {
        OptionVariable known = KNOWN.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        return ALIKE.matcher(name).matches()
                ? Optional.of(new OptionVariable(name, OptionReader.SCRIPT))
                : Optional.empty();
    }

    public String name() {
        return name;
    }

    OptionReader reader() {
        return reader;
    }

    /** Whether only its name makes one think that it holds options. */
    boolean isGuessed() {
        return !KNOWN.containsKey(name);
    }

    /** Whether what reads it is mostly started by sbin/spark-daemon.sh. */
    public boolean isOfDaemon() {
        return reader == OptionReader.DAEMON;
    }

    /** Whether it configures a master or a worker of a standalone cluster, or what runs in one. */
    public boolean isOfStandaloneCluster() {
        return name.equals("SPARK_MASTER_OPTS") || name.equals("SPARK_WORKER_OPTS");
    }

    /** Whether bin/spark-class starts the reader's JVM, and refuses an "Xmx" in the variable by printing all of it. */
    public boolean isCheckedForHeapSize() {
        return reader == OptionReader.DAEMON || name.equals("SPARK_BEELINE_OPTS");
    }

    /** How the reader splits a value of the variable. */
    public OptionQuoting quoting(String value) {
        return switch (reader) {
            case PYSPARK -> OptionQuoting.PYTHON;
            case SCRIPT ->
                name.equals("ZEPPELIN_SPARK_CONF") && BARRED.matcher(value).find()
                        ? OptionQuoting.BARS
                        : OptionQuoting.PYTHON;
            default -> OptionQuoting.LAUNCHER;
        };
    }

    /** What to use for a value that the variable cannot take. */
    String insteadOf() {
        return switch (name) {
            case "SPARK_JAVA_OPTS", "SPARK_REPL_OPTS" -> NOT_READ + SUBMIT_OPTS;
            case "SPARKR_SUBMIT_ARGS", "SPARK_SUBMIT_OPTIONS", "ZEPPELIN_SPARK_CONF" -> SUBMIT_OPTS + " in its place";
            default -> "in PySpark PYSPARK_SUBMIT_ARGS takes --conf options, with spark-submit " + SUBMIT_OPTS;
        };
    }
}
