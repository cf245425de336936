package io.sparksecrets.conf;

import io.sparksecrets.conf.Treatment.Kept;
import io.sparksecrets.conf.Treatment.Refused;
import io.sparksecrets.conf.Treatment.Resolved;
import java.util.Set;

/**
 * What becomes of references in a key of the Spark conf, be it in a conf map or in {@code --conf key=value}.
 *
 * <p>The driver copies many keys, resolved or not, into the pods, ConfigMaps and claims it creates. What it copies must never
 * be a value.
 */
public final class ConfKeys {

    /**
     * Copied to executors and of no use to the driver: BasicExecutorFeatureStep of Spark's Kubernetes module. The library
     * path since Spark 4.3.
     */
    private static final Set<String> OF_EXECUTORS = Set.of(
            "spark.executor.defaultJavaOptions",
            "spark.executor.extraJavaOptions",
            "spark.executor.extraClassPath",
            "spark.executor.extraLibraryPath");

    /** Where executors and their pods live and what they are called. */
    private static final Set<String> NAMES_AND_PLACES = Set.of(
            "spark.app.id", "spark.app.name", "spark.driver.bindAddress", "spark.driver.host", "spark.local.dir");

    /** Numbers that become requests and limits of executors' pods. */
    private static final Set<String> SIZES = Set.of(
            "spark.executor.cores",
            "spark.executor.memory",
            "spark.executor.memoryOverhead",
            "spark.executor.memoryOverheadFactor",
            "spark.executor.minMemoryOverhead",
            "spark.executor.pyspark.memory",
            "spark.memory.offHeap.size");

    /** What Spark lists as the class path, in its log or in the process list, where spark.redaction.regex is not applied. */
    private static final Set<String> LISTED = Set.of(
            "spark.archives",
            "spark.driver.extraClassPath",
            "spark.driver.extraLibraryPath",
            "spark.files",
            "spark.jars",
            "spark.submit.pyFiles");

    private static final String COPIED = "is copied by Spark into the executors' pods, where everybody sees it; ";

    private ConfKeys() {}

    /** What becomes of references in the value of a key where executors are pods, see {@link #treatmentOf(String, ClusterManager)}. */
    public static Treatment treatmentOf(String key) {
        return treatmentOf(key, ClusterManager.KUBERNETES);
    }

    /**
     * What becomes of references in the value of a key.
     *
     * @param key any key, of Spark or not; in {@code --conf key=value} the part before the first equals sign
     * @param manager what runs the executors
     */
    public static Treatment treatmentOf(String key, ClusterManager manager) {
        if (!key.startsWith("spark.")) {
            return new Refused(
                    "is ignored by Spark, because it does not begin with \"spark.\"; a key of Hadoop or Hive is"
                            + " written spark.hadoop.<key>");
        }
        // Kept goes before refused: spark.executorEnv.my.port is a variable, not a port.
        if (key.startsWith("spark.executorEnv.")) {
            // Elsewhere the driver sends it with what it asks of the cluster manager, which hides environments in its
            // log.
            return manager == ClusterManager.KUBERNETES ? new Kept(true) : new Resolved();
        }
        if (OF_EXECUTORS.contains(key)) {
            // ExecutorRunner of a standalone worker logs the launch command.
            return manager == ClusterManager.KUBERNETES
                    ? new Kept(true)
                    : new Refused(
                            "stands in the command line of executors, which their cluster manager logs; use"
                                    + " spark.executorEnv.<NAME>, or a key of the Spark conf, which executors get from the driver");
        }
        // Labels, annotations, Secret names, volumes, images, claims, the driver's own env: the submitter or the driver
        // puts all of them into API objects. The driver's env is resolved in its pod, the rest nowhere.
        if (key.startsWith("spark.kubernetes.")) {
            return new Kept(false);
        }
        // The next four are SparkConf.isExecutorStartupConf: the driver hands them to executors as -D options.
        if (key.endsWith(".port") || key.startsWith("spark.port.")) {
            return new Refused(COPIED + "write the port's number");
        }
        if (key.startsWith("spark.auth") && !key.equals("spark.authenticate.secret")) {
            return new Refused(
                    COPIED + "spark.authenticate=true needs no secret on Kubernetes, because Spark makes one up for"
                            + " each application; to use your own, mount a file and name it in spark.authenticate.secret.file");
        }
        if (key.startsWith("spark.rpc") || key.startsWith("spark.network")) {
            return new Refused(COPIED + "write the value itself, which should be no secret");
        }
        if (key.startsWith("spark.ssl") && !key.contains("Password")) {
            return new Refused(COPIED + "of spark.ssl.* only the keys whose names hold \"Password\" take references");
        }
        if (NAMES_AND_PLACES.contains(key)) {
            return new Refused(COPIED + "write the value itself, which should be no secret");
        }
        if (SIZES.contains(key) || key.startsWith("spark.executor.resource.")) {
            return new Refused(COPIED + "write the amount itself");
        }
        if (LISTED.contains(key)) {
            return new Refused(
                    "is listed by Spark in its UI, its log or the process list without redaction; keep credentials"
                            + " out of paths and addresses, as in spark.hadoop.fs.s3a.secret.key for a file on s3a://");
        }
        if (key.equals(RedactionRegex.KEY)) {
            return new Refused("decides what Spark's UI hides, and is shown there itself; write the expression itself");
        }
        return new Resolved();
    }
}
