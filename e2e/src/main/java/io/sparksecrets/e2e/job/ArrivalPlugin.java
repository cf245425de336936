package io.sparksecrets.e2e.job;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Prints whether values arrived where there is no {@link ArrivalJob}, such as in a Spark Connect server: in the log of the driver and in
 * those of its executors.
 *
 * <p>The conf {@code spark.e2e.expect} has what that job takes as arguments, {@code driver:…} and {@code executor:…}, with commas
 * between.
 */
public final class ArrivalPlugin implements SparkPlugin {

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public Map<String, String> init(SparkContext spark, PluginContext context) {
                expected("driver", spark.conf())
                        .forEach(expectation -> System.out.println(
                                ArrivalJob.lookInDriver(spark.conf(), spark.hadoopConfiguration(), expectation)));
                return Map.of();
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> fromDriver) {
                expected("executor", context.conf())
                        .forEach(expectation ->
                                System.out.println(expectation.look("executor " + context.executorID())));
            }
        };
    }

    private static List<Expectation> expected(String who, SparkConf conf) {
        return Arrays.stream(conf.get("spark.e2e.expect").split(","))
                .filter(text -> text.startsWith(who + ":"))
                .map(text -> Expectation.parse(text.substring(who.length() + 1)))
                .toList();
    }
}
