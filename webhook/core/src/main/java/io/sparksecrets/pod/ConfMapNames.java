package io.sparksecrets.pod;

/**
 * The names of the ConfigMaps that Spark makes. They carry no label, but for the executors' ones.
 *
 * <ul>
 *   <li>The conf map of a driver: {@code spark-drv-<id>-conf-map} by spark-submit, {@code <application>-spark-drv-conf-map} by
 *       the Apache operator.
 *   <li>Files in which nobody resolves anything: {@code <application>-hadoop-config} of HADOOP_CONF_DIR, {@code
 *       <application>-krb5-file}, and {@code spark-exec-<id>-conf-map}, which a driver makes of its conf directory.
 *   <li>{@code <application>-driver-podspec-conf-map}, the pod template of executors: the references in it are resolved in their
 *       pods.
 * </ul>
 */
public final class ConfMapNames {

    private static final String SUFFIX = "-conf-map";
    private static final String POD_TEMPLATE = "-driver-podspec" + SUFFIX;

    private ConfMapNames() {}

    /** Whether a ConfigMap of this name hands the Spark conf to a driver. */
    public static boolean isOfDriver(String name) {
        return name.endsWith("-spark-drv" + SUFFIX)
                || (name.startsWith("spark-drv-") && name.endsWith(SUFFIX) && !name.endsWith(POD_TEMPLATE));
    }

    /** Whether a ConfigMap of this name holds the files of a driver's conf directory for its executors. */
    public static boolean isOfExecutors(String name) {
        return name.startsWith("spark-exec-") && name.endsWith(SUFFIX) && !name.endsWith(POD_TEMPLATE);
    }

    /** Whether a ConfigMap of this name, where a driver owns it, holds files that driver and executors read as they are. */
    public static boolean isOfFiles(String name) {
        return name.endsWith("-hadoop-config") || name.endsWith("-krb5-file");
    }
}
