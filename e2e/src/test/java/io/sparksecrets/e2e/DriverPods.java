package io.sparksecrets.e2e;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;

/** Pods and conf maps that look like those of Spark, made by hand. Their containers do nothing. */
final class DriverPods {

    private DriverPods() {}

    /** A pod in the role of a driver without a conf map, with a reference to a secret in the variable KEY. */
    static Pod pod(String namespace, String name, Map<String, String> annotations, String secret) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(Map.of("spark-role", "driver"))
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName("spark")
                .addNewContainer()
                .withName("spark-kubernetes-driver")
                .withImage("localhost/pause:1")
                .withImagePullPolicy("Never")
                .addNewEnv()
                .withName("KEY")
                .withValue("${secrets." + secret + "}")
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
    }

    /** A driver of spark-submit that waits for its conf map. */
    static Pod driver(String namespace, String name, String confMap, String secret) {
        return pod(namespace, name, Map.of(), secret)
                .edit()
                .editSpec()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("spark-conf-volume-driver")
                .withMountPath("/opt/spark/conf")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("spark-conf-volume-driver")
                .withNewConfigMap()
                .withName(confMap)
                .addNewItem()
                .withKey("spark.properties")
                .withPath("spark.properties")
                .endItem()
                .endConfigMap()
                .endVolume()
                .endSpec()
                .build();
    }

    /** An executor of a driver that is stored; no node takes it. */
    static Pod executor(Pod driver, String name, String secret) {
        return pod(driver.getMetadata().getNamespace(), name, Map.of(), secret)
                .edit()
                .editMetadata()
                .withLabels(Map.of(
                        "spark-role",
                        "executor",
                        "spark-version",
                        "4.1.1",
                        "spark-app-selector",
                        "spark-" + driver.getMetadata().getUid()))
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(driver.getMetadata().getName())
                .withUid(driver.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .editSpec()
                .withNodeSelector(Map.of("there-is", "no-such-node"))
                .endSpec()
                .build();
    }

    /** A conf map with a reference, of a driver that is stored. */
    static ConfigMap confMap(String namespace, String name, Pod driver, String secret) {
        return confMap(
                namespace,
                name,
                driver.getMetadata().getName(),
                driver.getMetadata().getUid(),
                secret);
    }

    static ConfigMap confMap(String namespace, String name, String owner, String uid, String secret) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(owner)
                .withUid(uid)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .addToData("spark.properties", "spark.hadoop.key=${secrets." + secret + "}\n")
                .build();
    }
}
