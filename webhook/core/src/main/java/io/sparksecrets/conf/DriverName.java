package io.sparksecrets.conf;

import java.util.Map;
import java.util.Optional;

/**
 * The driver pod's name on its way to the executors' pods that do not have the driver as their owner: where Spark has a
 * StatefulSet or a Deployment make them, they belong to that, and only its own owner is the driver.
 */
public final class DriverName {

    /** The annotation of an executor's pod. Anybody may have written it. */
    public static final String ANNOTATION = "sparksecrets.io/driver";

    private static final String ALLOCATOR = "spark.kubernetes.allocation.pods.allocator";
    private static final String ALLOCATES_PODS = "direct";
    private static final String CONF = "spark.kubernetes.executor.annotation." + ANNOTATION;

    private DriverName() {}

    /** Adds the key by which Spark annotates the executors, where the conf has another than Spark's usual way to make them. */
    static void addTo(Map<String, String> entries, String driverPod) {
        Optional<String> allocator = Optional.ofNullable(entries.get(ALLOCATOR)).map(String::trim);
        if (!driverPod.isEmpty()
                && allocator.filter(name -> !name.equals(ALLOCATES_PODS)).isPresent()) {
            entries.put(CONF, driverPod);
        }
    }
}
