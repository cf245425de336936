package io.sparksecrets.conf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkConf$;
import org.apache.spark.deploy.SparkHadoopUtil$;
import org.apache.spark.internal.config.ConfigEntry$;
import org.apache.spark.internal.config.package$;
import org.apache.spark.util.MavenUtils;
import org.apache.spark.util.Utils;
import scala.Option;
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

    /** What of a conf becomes properties of Hadoop, under their names there. */
    static Map<String, String> hadoopProperties(Map<String, String> conf) {
        Map<String, String> properties = copiedToHadoop(conf);
        properties.keySet().removeAll(copiedToHadoop(Map.of()).keySet());
        return properties;
    }

    private static Map<String, String> copiedToHadoop(Map<String, String> conf) {
        Configuration properties = new Configuration(false);
        SparkHadoopUtil$.MODULE$.org$apache$spark$deploy$SparkHadoopUtil$$appendS3AndSparkHadoopHiveConfigurations(
                sparkConf(conf), properties);
        return all(properties);
    }

    /** What becomes properties of Hadoop where each env variable for S3 has this value. */
    static Map<String, String> hadoopPropertiesOfS3(String value) {
        Configuration properties = new Configuration(false);
        SparkHadoopUtil$.MODULE$.appendS3CredentialsFromEnvironment(properties, value, value, value, value);
        return all(properties);
    }

    private static Map<String, String> all(Configuration properties) {
        Map<String, String> all = new LinkedHashMap<>();
        properties.forEach(property -> all.put(property.getKey(), property.getValue()));
        return all;
    }

    /** What Spark prints when it is given repositories to look for packages in. */
    static String printsOfRepositories(String repositories, Path ivyDirectory) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        MavenUtils.buildIvySettings(
                Option.apply(repositories),
                Option.apply(ivyDirectory.toString()),
                false,
                new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** A variable of Ivy after Spark loaded a settings file, about which it has to print nothing. */
    static String ivyVariable(Path settings, Path ivyDirectory, String name) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        String value = MavenUtils.loadIvySettings(
                        settings.toString(),
                        Option.empty(),
                        Option.apply(ivyDirectory.toString()),
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .getVariable(name);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        return value;
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
