package io.sparksecrets.e2e.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;

/**
 * Works in executors of one resource profile, then in those of another, each time as long as it takes to get more than one, and
 * waits for the file {@code /tmp/go-on} after each.
 *
 * <p>The argument is {@code env:NAME:SHA256}, which has to be there in every executor.
 */
public final class AllocationJob {

    private static final int TASKS = 8;
    private static final long TASK_MILLIS = 2_500;
    private static final Path GO_ON = Path.of("/tmp/go-on");

    private AllocationJob() {}

    public static void main(String[] arguments) throws Exception {
        Expectation expectation = Expectation.parse(arguments[0]);
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            List<Integer> tasks = IntStream.range(0, TASKS).boxed().toList();
            ResourceProfile larger = new ResourceProfileBuilder()
                    .require(new ExecutorResourceRequests().cores(1).memory("600m"))
                    .build();
            work("default", spark.parallelize(tasks, TASKS), expectation);
            work("larger", spark.parallelize(tasks, TASKS).withResources(larger), expectation);
        }
    }

    private static void work(String profile, JavaRDD<Integer> tasks, Expectation expectation) throws Exception {
        Set<String> seen = new TreeSet<>(tasks.map(task -> {
                    Thread.sleep(TASK_MILLIS);
                    return expectation.look("executor " + SparkEnv.get().executorId());
                })
                .collect());
        if (!seen.stream().allMatch(Expectation::isArrival)) {
            throw new IllegalStateException(seen.toString());
        }
        System.out.println("profile " + profile + ": arrived in " + seen.size() + " executors");
        while (!Files.exists(GO_ON)) {
            Thread.sleep(200);
        }
        Files.delete(GO_ON);
    }
}
