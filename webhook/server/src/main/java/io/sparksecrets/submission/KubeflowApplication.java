package io.sparksecrets.submission;

import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A SparkApplication of the Kubeflow operator v2.5.2, which hands it to spark-submit word by word (submission.go); its webhook
 * then adds to the pods what spark-submit cannot express ({@link KubeflowPod}).
 */
final class KubeflowApplication {

    private static final String LABEL = "sparkoperator.k8s.io/";

    private final String name;
    private final JsonNode metadata;
    private final JsonNode spec;
    private final String place;
    private final Target target;
    private final SparkConf conf;
    private final List<Problem> lost = new ArrayList<>();

    /**
     * Takes the application apart.
     *
     * @param spec the spec of the application
     * @param place where that stands: {@code spec}, or {@code spec.template} of a ScheduledSparkApplication
     */
    KubeflowApplication(JsonNode metadata, JsonNode spec, String place, Target target) {
        this.name = metadata.path("name").asString("application");
        this.metadata = metadata;
        this.spec = spec;
        this.place = place;
        this.target = target;
        this.conf = new SparkConf(Fields.text(spec, "sparkVersion"));
    }

    Submission submission() {
        JsonNode driver = spec.path("driver");
        JsonNode executor = spec.path("executor");
        dependencies();
        text("spark.kubernetes.container.image", spec, "image", place);
        Fields.texts(spec.path("sparkConf"), (key, value) -> conf.put(key, value, place + ".sparkConf " + key));
        Fields.texts(
                spec.path("hadoopConf"),
                (key, value) -> conf.put("spark.hadoop." + key, value, place + ".hadoopConf " + key));
        String podName = Fields.text(driver, "podName")
                .filter(given -> !given.isEmpty())
                .or(() -> conf.get("spark.kubernetes.driver.pod.name"))
                .orElse(name + "-driver");
        conf.put("spark.kubernetes.driver.pod.name", podName, "");
        pods(
                "driver",
                driver,
                "spark.driver.extraJavaOptions",
                SparkConf.DRIVER_ACCOUNT,
                "spark.kubernetes.driverEnv.");
        text("spark.kubernetes.driver.master", driver, "kubernetesMaster", place + ".driver");
        labels("service.label.", driver, "serviceLabels");
        labels("service.annotation.", driver, "serviceAnnotations");
        pods("executor", executor, "spark.executor.extraJavaOptions", SparkConf.EXECUTOR_ACCOUNT, "spark.executorEnv.");
        // Options of spark-submit count before --conf.
        conf.put("spark.app.name", name, "");
        conf.put("spark.master", "k8s://https://kubernetes.default.svc:443", "");
        ClusterModeApplication application = new ClusterModeApplication(target, conf)
                .named(podName, "spark-drv-0000000000000000-conf-map")
                .templates(
                        template(driver, "driver", "spark-kubernetes-driver"),
                        template(executor, "executor", "spark-kubernetes-executor"));
        words(application);
        application.afterwards(pod -> KubeflowPod.mutated(pod, spec, place));
        List<SentPod> pods = application.pods();
        lost.addAll(conf.lost());
        List<String> notes = new ArrayList<>();
        pods.forEach(pod -> notes.addAll(pod.unseenSources()));
        for (String field : List.of("sparkConfigMap", "hadoopConfigMap")) {
            Fields.text(spec, field)
                    .ifPresent(map ->
                            notes.add("the ConfigMap %s of %s.%s is mounted as it is: references in it are not resolved"
                                    .formatted(map, place, field)));
        }
        return new Submission(pods, List.of(application.confMap(pods.getFirst())), lost, notes);
    }

    private void dependencies() {
        JsonNode deps = spec.path("deps");
        joined(deps, "jars", "spark.jars");
        joined(deps, "packages", "spark.jars.packages");
        joined(deps, "excludePackages", "spark.jars.excludes");
        joined(deps, "repositories", "spark.jars.repositories");
        joined(deps, "pyFiles", "spark.submit.pyFiles");
        joined(deps, "files", "spark.files");
        joined(deps, "archives", "spark.archives");
    }

    private void joined(JsonNode deps, String field, String key) {
        List<String> items = new ArrayList<>();
        List<String> places = new ArrayList<>();
        Fields.items(deps.path(field), (number, item) -> {
            items.add(item);
            if (Template.mayHoldReference(item)) {
                places.add(place + ".deps." + field + "[" + number + "]");
            }
        });
        if (!items.isEmpty()) {
            conf.put(key, String.join(",", items), String.join("; ", places));
        }
    }

    private void pods(String role, JsonNode pod, String optionsKey, String accountKey, String envPrefix) {
        String at = place + "." + role;
        text(accountKey, pod, "serviceAccount", at);
        text(optionsKey, pod, "javaOptions", at);
        String prefix = "spark.kubernetes." + role + ".";
        conf.put(prefix + "label." + LABEL + "app-name", name, "");
        conf.put(prefix + "label." + LABEL + "launched-by-spark-operator", "true", "");
        Fields.texts(
                metadata.path("labels"),
                (key, value) -> conf.put(prefix + "label." + key, value, "metadata.labels " + key));
        for (String kind : List.of("label", "annotation")) {
            Fields.texts(
                    pod.path(kind + "s"),
                    (key, value) -> conf.put(prefix + kind + "." + key, value, at + "." + kind + "s " + key));
        }
        Fields.texts(pod.path("envVars"), (key, value) -> conf.put(envPrefix + key, value, at + ".envVars " + key));
    }

    private void labels(String kind, JsonNode driver, String field) {
        Fields.texts(
                driver.path(field),
                (key, value) -> conf.put(
                        "spark.kubernetes.driver." + kind + key, value, place + ".driver." + field + " " + key));
    }

    private void text(String key, JsonNode object, String field, String at) {
        conf.putText(key, Fields.text(object, field), at + "." + field);
    }

    private PodTemplate template(JsonNode pod, String role, String container) {
        return new PodTemplate(pod.path("template"), place + "." + role + ".template", Optional.of(container));
    }

    private void words(ClusterModeApplication application) {
        Fields.text(spec, "proxyUser").ifPresent(user -> {
            application.word("--proxy-user", "");
            application.word(user, place + ".proxyUser");
        });
        application.word("--class", "");
        application.word(
                Fields.text(spec, "mainClass").orElse("org.apache.spark.deploy.PythonRunner"), place + ".mainClass");
        MainResource.word(spec.path("mainApplicationFile"), place + ".mainApplicationFile", application, lost);
        Fields.items(
                spec.path("arguments"), (number, word) -> application.word(word, place + ".arguments[" + number + "]"));
    }
}
