package io.sparksecrets.conf;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkConf$;
import org.apache.spark.internal.config.ConfigEntry$;
import org.apache.spark.internal.config.package$;
import org.apache.spark.util.Utils;
import scala.Product;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/** Asks the classes of spark-core what they do. */
final class RealSpark {

    private RealSpark() {}

    /** What SparkSubmit reads from {@code --properties-file}. */
    static Map<String, String> load(Path propertiesFile) {
        return CollectionConverters.asJava(Utils.getPropertiesFromFile(propertiesFile.toString()));
    }

    static boolean isCopiedToExecutorsAsOption(String key) {
        return SparkConf.isExecutorStartupConf(key);
    }

    /** What the UI shows of these, given a conf. */
    static Map<String, String> redact(Map<String, String> conf, Map<String, String> shown) {
        List<Tuple2<String, String>> pairs = shown.entrySet().stream()
                .map(entry -> new Tuple2<>(entry.getKey(), entry.getValue()))
                .toList();
        Map<String, String> redacted = new LinkedHashMap<>();
        CollectionConverters.asJava(Utils.redact(sparkConf(conf), CollectionConverters.asScala(pairs)))
                .forEach(pair -> redacted.put(pair._1(), pair._2()));
        return redacted;
    }

    /** The options that the driver puts into executors' pods, one word each. */
    static List<String> executorJavaOptions(Map<String, String> conf) {
        String options =
                sparkConf(conf).get(package$.MODULE$.EXECUTOR_JAVA_OPTIONS()).getOrElse(() -> "");
        return split(options);
    }

    static List<String> split(String options) {
        return CollectionConverters.asJava(Utils.splitCommandString(options));
    }

    /** Every key that Spark knows, with the keys whose values it takes where that one has none, or puts before it. */
    static Map<String, List<String>> keysReadTogether() {
        Map<String, List<String>> together = new LinkedHashMap<>();
        ConfigEntry$.MODULE$.knownConfigs().forEach((key, entry) -> {
            List<String> others = new ArrayList<>(CollectionConverters.asJava(entry.alternatives()));
            CollectionConverters.asJava(entry.prependedKey().toList()).forEach(others::add);
            together.put(key, others);
        });
        Map<String, ? extends scala.collection.Iterable<?>> renamed =
                CollectionConverters.asJava(SparkConf$.MODULE$.org$apache$spark$SparkConf$$configsWithAlternatives());
        for (String key : renamed.keySet()) {
            List<String> others = together.computeIfAbsent(key, unknown -> new ArrayList<>());
            for (Object other : CollectionConverters.asJava(requireNonNull(renamed.get(key)))) {
                others.add((String) ((Product) other).productElement(0));
            }
        }
        return together;
    }

    static String defaultRedaction() {
        return package$.MODULE$.SECRET_REDACTION_PATTERN().defaultValueString();
    }

    private static SparkConf sparkConf(Map<String, String> entries) {
        SparkConf conf = new SparkConf(false);
        entries.forEach(conf::set);
        return conf;
    }
}
