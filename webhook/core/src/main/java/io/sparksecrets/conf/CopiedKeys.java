package io.sparksecrets.conf;

import static io.sparksecrets.conf.Rule.refused;

import io.sparksecrets.conf.Treatment.Kept;
import io.sparksecrets.conf.Treatment.Resolved;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keys that the driver hands to executors when they start: in their pods, or on their command lines.
 *
 * <p>Whatever else executors need of the conf they get from the driver over the network.
 */
final class CopiedKeys {

    private static final String INTO_PODS = "is copied by Spark into the executors' pods, where everybody sees it; ";
    private static final String ON_COMMAND_LINES =
            "is copied by Spark onto the command line of executors, which a standalone worker logs; ";

    private static final String NO_SECRET = "write the value itself, which should be no secret";
    private static final String AMOUNT = "write the amount itself";

    /** In the order of precedence. */
    static final List<Rule> RULES = List.of(
            // BasicExecutorFeatureStep. First of all, because spark.executorEnv.my.port is a variable and not a port.
            // Elsewhere: JsonProtocol of a standalone worker, which hides none of them before Spark 4.2.
            Rule.prefixes(new Kept(true), "spark.executorEnv.")
                    .elsewhere(
                            refused("goes to the cluster manager, where the master is not Kubernetes, and the page of a"
                                    + " standalone worker shows it; use a key of the Spark conf, which executors get from the"
                                    + " driver, or set the variable where the worker runs"))
                    .locally(new Resolved()),
            // BasicExecutorFeatureStep: SPARK_JAVA_OPT_n, SPARK_CLASSPATH and, since Spark 4.3, the library path.
            // The driver has no use for them. Elsewhere: ExecutorRunner of a standalone worker, ExecutorRunnable of
            // YARN.
            Rule.keys(
                            new Kept(true),
                            "spark.executor.defaultJavaOptions",
                            "spark.executor.extraJavaOptions",
                            "spark.executor.defaultExtraClassPath",
                            "spark.executor.extraClassPath",
                            "spark.executor.extraLibraryPath")
                    .elsewhere(
                            refused(
                                    "stands, where the master is not Kubernetes, on the command line of executors, which"
                                            + " a standalone worker logs; use a key of the Spark conf, which executors get from the driver")),
            // SparkConf.isExecutorStartupConf, which becomes -D options: the next four.
            copied("write the port's number", key -> key.endsWith(".port") || key.startsWith("spark.port.")),
            copied(
                    "spark.authenticate=true needs no secret on Kubernetes, because Spark makes one up for each application;"
                            + " to use your own, mount a file and name it in spark.authenticate.secret.file",
                    key -> key.startsWith("spark.auth") && !key.equals("spark.authenticate.secret")),
            copied(NO_SECRET, key -> key.startsWith("spark.rpc") || key.startsWith("spark.network")),
            copied(
                    "of spark.ssl.* only the keys whose names hold \"Password\" take references",
                    key -> key.startsWith("spark.ssl") && !key.contains("Password")),
            // Where executors and their pods live and what they are called: KubernetesConf, BasicExecutorFeatureStep,
            // LocalDirsFeatureStep.
            copied(
                    NO_SECRET,
                    anyOf(
                            "spark.app.id",
                            "spark.app.name",
                            "spark.driver.bindAddress",
                            "spark.driver.host",
                            "spark.local.dir")),
            // Requests and limits of pods, and the heap on the command line:
            // BasicExecutorFeatureStep, BasicDriverFeatureStep, SparkSubmitCommandBuilder.
            copied(
                    AMOUNT,
                    anyOf(
                            "spark.driver.cores",
                            "spark.driver.memory",
                            "spark.driver.memoryOverhead",
                            "spark.driver.memoryOverheadFactor",
                            "spark.driver.minMemoryOverhead",
                            "spark.executor.cores",
                            "spark.executor.memory",
                            "spark.executor.memoryOverhead",
                            "spark.executor.memoryOverheadFactor",
                            "spark.executor.minMemoryOverhead",
                            "spark.executor.pyspark.memory",
                            "spark.memory.offHeap.size",
                            // Their names before Spark 2.3.
                            "spark.yarn.driver.memoryOverhead",
                            "spark.yarn.executor.memoryOverhead")),
            copied(
                    AMOUNT,
                    key -> key.startsWith("spark.executor.resource.") || key.startsWith("spark.driver.resource.")));

    private CopiedKeys() {}

    private static Rule copied(String insteadOf, Predicate<String> keys) {
        return Rule.of(refused(INTO_PODS + insteadOf), keys).elsewhere(refused(ON_COMMAND_LINES + insteadOf));
    }

    private static Predicate<String> anyOf(String... keys) {
        return List.of(keys)::contains;
    }
}
