package io.sparksecrets.submission;

import io.sparksecrets.conf.ConfFiles;
import io.sparksecrets.pod.ConfVolume;
import io.sparksecrets.pod.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Spark makes of an application in cluster mode: the driver pod, its conf map and a first executor pod. From
 * KubernetesDriverBuilder and KubernetesExecutorBuilder of Spark 3.5 to 4.1 and their feature steps.
 */
final class ClusterModeApplication {

    /** The UID of a pod that is not stored; some owner has to have one. */
    static final String DRIVER_UID = "00000000-0000-0000-0000-000000000001";

    private static final String CONF_PATH = "/opt/spark/conf";

    private final Target target;
    private final SparkConf conf;
    private final List<Word> words = new ArrayList<>();
    private PodTemplate driverTemplate = PodTemplate.NONE;
    private PodTemplate executorTemplate = PodTemplate.NONE;
    private UnaryOperator<SentPod> afterwards = UnaryOperator.identity();
    private String driverName = "driver";
    private String confMapName = "spark-drv-0000000000000000-conf-map";

    private record Word(String text, String place) {}

    ClusterModeApplication(Target target, SparkConf conf) {
        this.target = target;
        this.conf = conf;
        target.account().ifPresent(account -> {
            conf.put(SparkConf.DRIVER_ACCOUNT, account, "");
            conf.put(SparkConf.EXECUTOR_ACCOUNT, account, "");
        });
        conf.put(SparkConf.NAMESPACE, target.namespace(), "");
        conf.put("spark.submit.deployMode", "cluster", "");
    }

    ClusterModeApplication named(String driverPod, String confMap) {
        driverName = driverPod;
        confMapName = confMap;
        return this;
    }

    ClusterModeApplication templates(PodTemplate driver, PodTemplate executor) {
        driverTemplate = driver;
        executorTemplate = executor;
        return this;
    }

    /** Adds an argument of the application. */
    void word(String text, String place) {
        words.add(new Word(text, place));
    }

    /** Has each pod changed after Spark made it, as the webhook of an operator does. */
    void afterwards(UnaryOperator<SentPod> change) {
        afterwards = change;
    }

    List<SentPod> pods() {
        return List.of(driver(), executor());
    }

    SentConfMap confMap(SentPod driver) {
        ObjectNode map =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", confMapName).put("namespace", target.namespace());
        map.putObject("data").put(ConfFiles.SPARK_PROPERTIES, conf.properties());
        return new SentConfMap(confMapName, map, driver, conf.origins());
    }

    private SentPod driver() {
        PodDraft driver = driverTemplate.draft("driver pod", "spark-kubernetes-driver");
        driver.metadata().put("name", driverName).put("uid", DRIVER_UID);
        ExecutorPod.labels(driver, conf, "driver");
        driver.account(conf.get(SparkConf.DRIVER_ACCOUNT));
        conf.withPrefix("spark.kubernetes.driverEnv.")
                .forEach((name, entry) -> driver.env(name, entry.value(), entry.place()));
        driver.env("SPARK_CONF_DIR", CONF_PATH, "");
        driver.arg("driver", "");
        driver.arg("--properties-file", "");
        driver.arg(CONF_PATH + "/" + ConfFiles.SPARK_PROPERTIES, "");
        words.forEach(word -> driver.arg(word.text(), word.place()));
        PodDraft.array(driver.container(), "volumeMounts")
                .addObject()
                .put("name", ConfVolume.NAME)
                .put("mountPath", CONF_PATH);
        ObjectNode volume = PodDraft.array(driver.spec(), "volumes").addObject().put("name", ConfVolume.NAME);
        volume.putObject("configMap")
                .put("name", confMapName)
                .putArray("items")
                .addObject()
                .put("key", ConfFiles.SPARK_PROPERTIES)
                .put("path", ConfFiles.SPARK_PROPERTIES);
        return afterwards.apply(driver.finish(target.request()));
    }

    private SentPod executor() {
        PodDraft executor = ExecutorPod.of(conf, executorTemplate);
        ExecutorPod.owned(executor, OwnerReference.toPod(driverName, DRIVER_UID));
        return afterwards.apply(executor.finish(target.request()));
    }

    /** A sentence for each template that stands elsewhere. */
    static List<String> unseenTemplates(SparkConf conf) {
        List<String> unseen = new ArrayList<>();
        for (String role : List.of("driver", "executor")) {
            Optional<String> file = conf.get("spark.kubernetes." + role + ".podTemplateFile");
            file.ifPresent(name -> unseen.add(
                    "the pod template of the %s is in another file, %s, which is not checked: references, sidecars and a service account in it count too"
                            .formatted(role, name)));
        }
        return unseen;
    }
}
