package io.sparksecrets.conf;

import static io.sparksecrets.conf.Rule.refused;

import io.sparksecrets.conf.Treatment.Kept;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keys of Spark's Kubernetes module (Config, KubernetesConf and the feature steps).
 *
 * <p>spark-submit, or the driver, puts nearly all of them as they are into the pods, claims and services that it makes. Nobody
 * resolves a reference there, apart from the env variables of pods; and the API server refuses most of those objects.
 */
final class KubernetesKeys {

    private static final String PREFIX = "spark.kubernetes.";

    /** Of a persistent volume claim that Spark makes, since Spark 4.0: KubernetesVolumeUtils. */
    private static final Pattern ANNOTATION_OF_CLAIM = ofClaim("annotation");

    private static final Pattern LABEL_OF_CLAIM = ofClaim("label");

    private static final String LABEL =
            "becomes a label, which everybody sees and which cannot hold a reference; write the label's own text";
    private static final String NAME =
            "names an object of Kubernetes, and stands in the pods as it is; write the name itself, which is no secret";

    /** In the order of precedence. */
    static final List<Rule> RULES = List.of(
            // The driver's pod has the variable, and its admission resolves it there.
            Rule.prefixes(new Kept(false), PREFIX + "driverEnv."),
            // A variable of executors on its way to their pods.
            Rule.prefixes(new Kept(true), ExecutorVariable.CONF)
                    .elsewhere(refused("is read in pods of executors only, and the master is not Kubernetes; write"
                            + " spark.executorEnv.<NAME>")),
            // Text that is stored as it is, references and all.
            Rule.prefixes(
                    new Kept(false),
                    PREFIX + "driver.annotation.",
                    PREFIX + "driver.service.annotation.",
                    PREFIX + "executor.annotation."),
            Rule.of(new Kept(false), ANNOTATION_OF_CLAIM.asMatchPredicate()),
            Rule.prefixes(
                    refused(LABEL),
                    PREFIX + "driver.label.",
                    PREFIX + "driver.service.label.",
                    PREFIX + "executor.label.",
                    PREFIX + "executor.decommissionLabel"),
            Rule.of(refused(LABEL), LABEL_OF_CLAIM.asMatchPredicate()),
            Rule.prefixes(
                    refused(
                            "selects nodes by their labels, and stands in the pods as it is; write the label's own text"),
                    PREFIX + "node.selector.",
                    PREFIX + "driver.node.selector.",
                    PREFIX + "executor.node.selector."),
            Rule.prefixes(
                    refused(
                            "names a Secret of Kubernetes, and stands in the pods as it is; write the name itself, or put the"
                                    + " reference into spark.kubernetes.driverEnv.<NAME> or spark.executorEnv.<NAME> instead"),
                    PREFIX + "driver.secretKeyRef.",
                    PREFIX + "driver.secrets.",
                    PREFIX + "executor.secretKeyRef.",
                    PREFIX + "executor.secrets."),
            Rule.prefixes(
                    refused(
                            "describes a volume by paths, names and sizes, and stands in the pods as it is; write the text"
                                    + " itself, which should be no secret"),
                    PREFIX + "driver.volumes.",
                    PREFIX + "executor.volumes."),
            Rule.keys(
                    refused(
                            "names Secrets of Kubernetes, and stands in the pods as it is; write their names; the credentials"
                                    + " of a registry belong into such a Secret"),
                    PREFIX + "container.image.pullSecrets"),
            Rule.keys(
                    refused(
                            "names an image, and stands in the pods as it is; write the image itself; the credentials of a"
                                    + " registry belong into a Secret that spark.kubernetes.container.image.pullSecrets names"),
                    PREFIX + "container.image",
                    PREFIX + "driver.container.image",
                    PREFIX + "executor.container.image"),
            // DriverKubernetesCredentialsFeatureStep, SparkKubernetesClientFactory.
            Rule.of(
                    refused(
                            "is used before anything could resolve it, so that the reference itself would be the token; mount"
                                    + " the token as a file, and name it in the key that ends in oauthTokenFile instead"),
                    key -> key.startsWith(PREFIX + "authenticate.") && key.endsWith(".oauthToken")),
            Rule.prefixes(
                    refused(
                            "is the path of a file or the name of a service account; write it itself, which is no secret"),
                    PREFIX + "authenticate."),
            Rule.keys(
                    refused(
                            "is an address to which spark-submit uploads before there is a pod; write it without credentials,"
                                    + " and give these to spark-submit in its own environment or Hadoop conf"),
                    PREFIX + "file.upload.path"),
            Rule.keys(
                    refused(
                            "is read by spark-submit before there is a pod; write the path itself; references in the env of a"
                                    + " template are resolved in the pods that come of it"),
                    PREFIX + "driver.podTemplateFile",
                    PREFIX + "executor.podTemplateFile",
                    PREFIX + "scheduler.volcano.podGroupTemplateFile"),
            Rule.keys(
                    refused(NAME),
                    PREFIX + "namespace",
                    PREFIX + "driver.pod.name",
                    PREFIX + "driver.resourceNamePrefix",
                    PREFIX + "executor.podNamePrefix",
                    PREFIX + "executor.hadoopConfigMapName",
                    PREFIX + "hadoop.configMapName",
                    PREFIX + "kerberos.krb5.configMapName",
                    PREFIX + "kerberos.tokenSecret.name",
                    PREFIX + "kerberos.tokenSecret.itemKey"),
            // What is left: amounts, times, names of schedulers, scripts, switches.
            Rule.prefixes(
                    refused(
                            "says how Spark makes its pods, and nobody resolves references in it; write the value itself,"
                                    + " which should be no secret"),
                    PREFIX));

    private KubernetesKeys() {}

    private static Pattern ofClaim(String what) {
        return Pattern.compile(
                "spark\\.kubernetes\\.(?:driver|executor)\\.volumes\\.persistentVolumeClaim\\.[^.]+\\." + what
                        + "\\..+",
                Pattern.DOTALL);
    }
}
