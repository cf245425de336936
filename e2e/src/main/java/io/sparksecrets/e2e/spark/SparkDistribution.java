package io.sparksecrets.e2e.spark;

import java.nio.file.Path;

/**
 * A version of Spark on this host, and its image on the cluster.
 *
 * @param version such as {@code 4.1.1}
 * @param home with {@code bin/spark-submit}
 * @param javaHome a Java that this version runs on
 * @param image the image of driver and executors
 */
public record SparkDistribution(String version, Path home, Path javaHome, String image) {}
