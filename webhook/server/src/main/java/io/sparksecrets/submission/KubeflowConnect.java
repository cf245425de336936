package io.sparksecrets.submission;

import io.sparksecrets.pod.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A SparkConnect of the Kubeflow operator v2.5.2: a server pod that starts Spark by a script of bash with the conf in it
 * (reconciler.go and options.go of sparkconnect), and the executors of that.
 */
final class KubeflowConnect {

    private static final String LAUNCHED = "sparkoperator.k8s.io/launched-by-spark-operator";
    private static final String CONNECT_NAME = "sparkoperator.k8s.io/connect-name";

    private KubeflowConnect() {}

    static Submission submission(JsonNode metadata, JsonNode spec, Target target) {
        String name = metadata.path("name").asString("connect");
        SparkConf conf = conf(metadata, spec, name, target);
        SentPod server = server(spec, name, conf, target);
        JsonNode template = spec.path("executor").path("template");
        PodDraft executor = ExecutorPod.of(
                conf, new PodTemplate(template, "spec.executor.template", Optional.of("spark-kubernetes-executor")));
        target.account().ifPresent(account -> executor.account(Optional.of(account)));
        ExecutorPod.owned(executor, OwnerReference.toPod(server.pod().name(), ClusterModeApplication.DRIVER_UID));
        SentPod first = executor.finish(target.request());
        List<String> notes = new ArrayList<>(server.unseenSources());
        notes.addAll(first.unseenSources());
        return new Submission(List.of(server, first), List.of(), conf.lost(), notes);
    }

    /** In the order of the words, of which the last counts. */
    private static SparkConf conf(JsonNode metadata, JsonNode spec, String name, Target target) {
        SparkConf conf = new SparkConf(Fields.text(spec, "sparkVersion"));
        conf.put(SparkConf.NAMESPACE, target.namespace(), "");
        conf.putText("spark.kubernetes.container.image", Fields.text(spec, "image"), "spec.image");
        Fields.texts(spec.path("sparkConf"), (key, value) -> {
            if (!key.equals("spark.kubernetes.driver.pod.name")) {
                conf.put(key, value, "spec.sparkConf " + key);
            }
        });
        Fields.texts(
                spec.path("hadoopConf"),
                (key, value) -> conf.put(
                        key.startsWith("spark.hadoop.") ? key : "spark.hadoop." + key,
                        value,
                        "spec.hadoopConf " + key));
        for (String role : List.of("driver", "executor")) {
            String prefix = "spark.kubernetes." + role + ".label.";
            conf.put(prefix + LAUNCHED, "true", "");
            conf.put(prefix + CONNECT_NAME, name, "");
            Fields.texts(
                    metadata.path("labels"), (key, value) -> conf.put(prefix + key, value, "metadata.labels " + key));
        }
        conf.put("spark.driver.bindAddress", "0.0.0.0", "");
        conf.put("spark.driver.port", "7078", "");
        conf.put("spark.driver.blockManager.port", "7079", "");
        conf.put("spark.kubernetes.driver.pod.name", name + "-server", "");
        conf.put("spark.kubernetes.executor.podNamePrefix", name, "");
        return conf;
    }

    private static SentPod server(JsonNode spec, String name, SparkConf conf, Target target) {
        JsonNode template = spec.path("server").path("template");
        PodDraft server = new PodTemplate(template, "spec.server.template", Optional.of("spark-kubernetes-driver"))
                .draft("server pod", "spark-kubernetes-driver");
        server.metadata().put("name", name + "-server").put("uid", ClusterModeApplication.DRIVER_UID);
        server.label(LAUNCHED, "true");
        server.label(CONNECT_NAME, name);
        server.label("spark-role", "connect-server");
        conf.sparkVersion().ifPresent(version -> server.label("spark-version", version));
        server.account(target.account());
        ObjectNode container = server.container();
        container.putArray("command").add("bash").add("-c");
        StringBuilder script = new StringBuilder(
                "${SPARK_HOME}/sbin/start-connect-server.sh --master k8s://https://kubernetes.default.svc:443");
        String word = PodDraft.display(container) + ", args[0]";
        conf.entries().forEach((key, entry) -> {
            script.append(" --conf ").append(key).append('=').append(entry.value());
            server.origins().text(word, entry.place(), entry.value());
        });
        container.putArray("args").add(script.toString());
        server.env("SPARK_NO_DAEMONIZE", "true", "");
        container.putObject("lifecycle");
        return server.finish(target.request());
    }
}
