package io.sparksecrets.submission;

import io.sparksecrets.reference.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A SparkApplication of Apache's operator 1.0.0, which makes the driver pod itself with Spark's own classes
 * (SparkAppSubmissionWorker and SparkAppResourceSpecFactory).
 */
final class ApacheApplication {

    private static final String PYTHON = "org.apache.spark.deploy.PythonRunner";

    private ApacheApplication() {}

    static Submission submission(JsonNode metadata, JsonNode spec, Target target) {
        String name = metadata.path("name").asString("application");
        SparkConf conf = new SparkConf(Fields.text(spec.path("runtimeVersions"), "sparkVersion"));
        Fields.texts(spec.path("sparkConf"), (key, value) -> conf.put(key, value, "spec.sparkConf " + key));
        if (conf.get("spark.app.name").isPresent()) {
            conf.put("spark.app.name", name, "");
        }
        for (String prefix : List.of("driver.label.", "driver.service.label.", "executor.label.")) {
            conf.put("spark.kubernetes." + prefix + "spark.operator/spark-app-name", name, "");
        }
        conf.putIfAbsent("spark.master", "k8s://https://kubernetes.default.svc:443", "");
        // The first attempt; longer names are shortened with a hash, which makes no difference here.
        conf.putIfAbsent("spark.app.id", name + "-0", "");
        conf.putIfAbsent("spark.authenticate", "true", "");
        conf.putIfAbsent("spark.io.encryption.enabled", "true", "");
        conf.putIfAbsent("spark.kubernetes.driver.annotateExitException", "true", "");
        dependencies(spec, conf);
        String id = conf.get("spark.app.id").orElse(name);
        ClusterModeApplication application = new ClusterModeApplication(target, conf)
                .named(conf.get("spark.kubernetes.driver.pod.name").orElse(id + "-driver"), id + "-spark-drv-conf-map")
                .templates(template(spec, conf, "driver"), template(spec, conf, "executor"));
        List<Problem> lost = new ArrayList<>();
        words(spec, application, lost);
        lost.addAll(conf.lost());
        List<SentPod> pods = application.pods();
        List<String> notes = new ArrayList<>();
        pods.forEach(pod -> notes.addAll(pod.unseenSources()));
        return new Submission(pods, List.of(application.confMap(pods.getFirst())), lost, notes);
    }

    private static void dependencies(JsonNode spec, SparkConf conf) {
        Fields.text(spec, "jars").ifPresent(jars -> conf.putIfAbsent("spark.jars", jars, "spec.jars"));
        Fields.text(spec, "pyFiles")
                .ifPresent(files -> conf.putIfAbsent("spark.submit.pyFiles", files, "spec.pyFiles"));
    }

    private static void words(JsonNode spec, ClusterModeApplication application, List<Problem> lost) {
        Fields.text(spec, "proxyUser").ifPresent(user -> {
            application.word("--proxy-user", "");
            application.word(user, "spec.proxyUser");
        });
        application.word("--class", "");
        application.word(Fields.text(spec, "mainClass").orElse(PYTHON), "spec.mainClass");
        String resource = List.of("jars", "pyFiles", "sparkRFiles").stream()
                .filter(spec::has)
                .findFirst()
                .orElse("jars");
        MainResource.word(spec.path(resource), "spec." + resource, application, lost);
        Fields.items(
                spec.path("driverArgs"), (number, word) -> application.word(word, "spec.driverArgs[" + number + "]"));
    }

    private static PodTemplate template(JsonNode spec, SparkConf conf, String role) {
        String at = role + "Spec";
        Optional<String> container = conf.get("spark.kubernetes." + role + ".podTemplateContainerName");
        return new PodTemplate(spec.path(at).path("podTemplateSpec"), "spec." + at + ".podTemplateSpec", container);
    }
}
