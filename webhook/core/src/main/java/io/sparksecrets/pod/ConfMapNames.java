package io.sparksecrets.pod;

/**
 * The names of conf maps, which carry no label: {@code spark-drv-<id>-conf-map} by spark-submit, {@code
 * <application>-spark-drv-conf-map} by the Apache operator. The executors' ones begin with {@code spark-exec-}.
 */
public final class ConfMapNames {

    private static final String SUFFIX = "-conf-map";

    private ConfMapNames() {}

    /** Whether a ConfigMap of this name hands the Spark conf to a driver. */
    public static boolean isOfDriver(String name) {
        return name.endsWith("-spark-drv" + SUFFIX) || (name.startsWith("spark-drv-") && name.endsWith(SUFFIX));
    }
}
