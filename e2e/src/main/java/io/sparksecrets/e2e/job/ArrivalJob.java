package io.sparksecrets.e2e.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Tells whether the values arrived, in the driver and in every executor, and fails unless they did.
 *
 * <p>Arguments: the number of executors, then any of
 *
 * <ul>
 *   <li>{@code driver:PLACE:NAME:SHA256} with PLACE {@code env}, {@code property}, {@code conf} (of Spark) or {@code hadoop} (of
 *       Hadoop)
 *   <li>{@code executor:PLACE:NAME:SHA256} with PLACE {@code env} or {@code property}
 *   <li>{@code argument:SHA256}, whose value is the argument after it
 *   <li>{@code hold}: stays, with its executors, until the file {@code /tmp/go-on} is there
 * </ul>
 */
public final class ArrivalJob {

    private static final Path GO_ON = Path.of("/tmp/go-on");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private ArrivalJob() {}

    public static void main(String[] arguments) throws Exception {
        int executors = Integer.parseInt(arguments[0]);
        List<Expectation> ofExecutors = new ArrayList<>();
        List<String> reports = new ArrayList<>();
        boolean hold = false;
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            for (int i = 1; i < arguments.length; i++) {
                String[] parts = arguments[i].split(":", 2);
                switch (parts[0]) {
                    case "hold" -> hold = true;
                    case "driver" ->
                        reports.add(lookInDriver(
                                spark.getConf(), spark.hadoopConfiguration(), Expectation.parse(parts[1])));
                    case "executor" -> ofExecutors.add(Expectation.parse(parts[1]));
                    case "argument" -> {
                        String value = arguments[++i];
                        reports.add(new Expectation("argument", "" + i, parts[1]).look("driver", name -> value));
                    }
                    default -> throw new IllegalArgumentException("argument " + i + " is none");
                }
            }
            Map<String, List<String>> byExecutor = lookInExecutors(spark, executors, ofExecutors);
            byExecutor.values().forEach(reports::addAll);
            reports.forEach(System.out::println);
            System.out.println("looked in the driver and in " + byExecutor.size() + " executors");
            if (hold) {
                await(GO_ON);
            }
            if (byExecutor.size() != executors || !reports.stream().allMatch(Expectation::isArrival)) {
                throw new IllegalStateException("not everything arrived everywhere");
            }
        }
    }

    static String lookInDriver(SparkConf conf, Configuration hadoop, Expectation expectation) {
        return switch (expectation.place()) {
            case "conf" -> expectation.look("driver", name -> conf.get(name, null));
            case "hadoop" -> expectation.look("driver", hadoop::get);
            default -> expectation.look("driver");
        };
    }

    /** Runs tasks until every executor has had one. */
    private static Map<String, List<String>> lookInExecutors(
            JavaSparkContext spark, int executors, List<Expectation> expectations) {
        Map<String, List<String>> reports = new TreeMap<>();
        Instant end = Instant.now().plus(PATIENCE);
        List<Integer> tasks = IntStream.range(0, executors * 2).boxed().toList();
        while (reports.size() < executors && Instant.now().isBefore(end)) {
            spark.parallelize(tasks, tasks.size())
                    .map(task -> {
                        Thread.sleep(200);
                        String executor = SparkEnv.get().executorId();
                        List<String> seen = new ArrayList<>(List.of(executor));
                        expectations.forEach(expectation -> seen.add(expectation.look("executor " + executor)));
                        return seen;
                    })
                    .collect()
                    .forEach(seen -> reports.put(seen.get(0), seen.subList(1, seen.size())));
        }
        return reports;
    }

    private static void await(Path file) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!Files.exists(file) && Instant.now().isBefore(end)) {
            Thread.sleep(200);
        }
        Files.deleteIfExists(file);
    }
}
