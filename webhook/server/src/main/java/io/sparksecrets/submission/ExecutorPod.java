package io.sparksecrets.submission;

import io.sparksecrets.conf.ExecutorOptions;
import io.sparksecrets.pod.OwnerReference;
import java.util.List;
import java.util.Optional;

/** An executor's pod as the driver creates it, from its conf: BasicExecutorFeatureStep and ExecutorKubernetesCredentialsFeatureStep. */
final class ExecutorPod {

    private static final String DEFAULT_OPTIONS = "spark.executor.defaultJavaOptions";
    private static final String EXTRA_OPTIONS = "spark.executor.extraJavaOptions";

    private ExecutorPod() {}

    static PodDraft of(SparkConf conf, PodTemplate template) {
        PodDraft executor = template.draft("executor pod", "spark-kubernetes-executor");
        executor.metadata().put("name", "exec-1");
        labels(executor, conf, "executor");
        if (executor.spec().path("serviceAccount").asString("").isEmpty()) {
            executor.account(conf.get(SparkConf.EXECUTOR_ACCOUNT).or(() -> conf.get(SparkConf.DRIVER_ACCOUNT)));
        }
        executor.env("SPARK_EXECUTOR_ID", "1", "");
        conf.withPrefix("spark.executorEnv.")
                .forEach((name, entry) -> executor.env(name, entry.value(), entry.place()));
        variable(executor, conf, "spark.executor.extraClassPath", "SPARK_CLASSPATH");
        variable(executor, conf, "spark.executor.extraLibraryPath", "SPARK_EXECUTOR_LIBRARY_PATH");
        options(executor, conf);
        PodDraft.array(executor.container(), "volumeMounts")
                .addObject()
                .put("name", "spark-conf-volume-exec")
                .put("mountPath", "/opt/spark/conf");
        PodDraft.array(executor.spec(), "volumes")
                .addObject()
                .put("name", "spark-conf-volume-exec")
                .putObject("configMap")
                .put("name", "spark-exec-0000000000000000-conf-map");
        executor.arg("executor", "");
        return executor;
    }

    /** The labels and annotations of Spark's own and of the conf. */
    static void labels(PodDraft pod, SparkConf conf, String role) {
        String prefix = "spark.kubernetes." + role + ".";
        conf.withPrefix(prefix + "label.").forEach((name, entry) -> pod.label(name, entry.value()));
        conf.withPrefix(prefix + "annotation.").forEach((name, entry) -> pod.annotation(name, entry.value()));
        pod.label("spark-role", role);
        pod.label("spark-app-selector", conf.get("spark.app.id").orElse("spark-00000000000000000000000000000000"));
        conf.sparkVersion().ifPresent(version -> pod.label("spark-version", version));
    }

    static void owned(PodDraft executor, OwnerReference driver) {
        PodDraft.array(executor.metadata(), "ownerReferences")
                .addObject()
                .put("apiVersion", driver.apiVersion())
                .put("kind", driver.kind())
                .put("name", driver.name())
                .put("uid", driver.uid())
                .put("controller", true);
    }

    private static void variable(PodDraft executor, SparkConf conf, String key, String name) {
        conf.entry(key).ifPresent(entry -> executor.env(name, entry.value(), entry.place()));
    }

    /** One variable for each option; what makes an option of several words hides the quotes. */
    private static void options(PodDraft executor, SparkConf conf) {
        Optional<SparkConf.Entry> first = conf.entry(DEFAULT_OPTIONS);
        Optional<SparkConf.Entry> second = conf.entry(EXTRA_OPTIONS);
        String all = first.map(SparkConf.Entry::value).orElse("") + " "
                + second.map(SparkConf.Entry::value).orElse("");
        int number = 0;
        for (String word : ExecutorOptions.split(all)) {
            String name = "SPARK_JAVA_OPT_" + number++;
            executor.env(name, word, "");
            for (Optional<SparkConf.Entry> entry : List.of(first, second)) {
                entry.ifPresent(one -> executor.origins()
                        .text(PodDraft.display(executor.container()) + ", env " + name, one.place(), one.value()));
            }
        }
    }
}
