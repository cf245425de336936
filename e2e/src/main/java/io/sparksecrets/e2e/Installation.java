package io.sparksecrets.e2e;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.e2e.cluster.BinariesCluster;
import io.sparksecrets.e2e.cluster.Cluster;
import io.sparksecrets.e2e.cluster.K3sCluster;
import io.sparksecrets.e2e.cluster.Preparation;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.SparkDistribution;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.e2e.webhook.HelmRelease;
import io.sparksecrets.e2e.webhook.Webhook;
import io.sparksecrets.testing.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A cluster with the webhook on it and Spark beside it. Spark, and webhooks with other settings, come when they are asked for. */
public final class Installation implements AutoCloseable {

    private final Preparation preparation;
    private final Parts parts;
    private final Cluster cluster;
    private final Duration clusterStart;
    private final Path job;
    private final Map<String, SparkDistribution> sparks = new ConcurrentHashMap<>();
    private final Map<String, Webhook> webhooks = new ConcurrentHashMap<>();

    private Installation(Preparation preparation, Parts parts, Cluster cluster, Duration clusterStart)
            throws IOException {
        this.preparation = preparation;
        this.parts = parts;
        this.cluster = cluster;
        this.clusterStart = clusterStart;
        this.job = cluster.publish(parts.jobJar());
    }

    /**
     * What it is made from.
     *
     * @param e2e the directory of the scripts
     * @param deploy the directory with the chart and, in {@code target}, the image
     * @param jobJar what runs inside Spark
     * @param directory for the files of the cluster
     */
    public record Parts(Path e2e, Path deploy, Path jobJar, Path directory) {

        private Path image() throws Unavailable {
            Path image = deploy.resolve("target/spark-secrets-image.tar");
            if (!Files.exists(image)) {
                throw new Unavailable("missing: the image of the webhook, which is built where Debian's apt is");
            }
            return image;
        }
    }

    @FunctionalInterface
    private interface ClusterStart {
        Cluster start(Parts parts, Preparation preparation) throws IOException;
    }

    /** Starts all of it, with K3s where Docker is and with plain binaries elsewhere. */
    public static Installation start(Parts parts) throws IOException, Unavailable {
        return start(parts, K3sCluster.isPossible() ? Installation::k3s : Installation::binaries);
    }

    /** Starts all of it on a cluster of plain binaries, which runs on when this program ends. */
    public static Installation startToStay(Parts parts) throws IOException, Unavailable {
        return start(parts, Installation::binaries);
    }

    private static Installation start(Parts parts, ClusterStart how) throws IOException, Unavailable {
        Path image = parts.image();
        Preparation preparation = Preparation.run(parts.e2e());
        Instant begin = Instant.now();
        Cluster cluster = how.start(parts, preparation);
        Duration clusterStart = Duration.between(begin, Instant.now());
        try {
            cluster.load(image);
            Installation installation = new Installation(preparation, parts, cluster, clusterStart);
            installation.spark();
            installation.webhook();
            return installation;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static Cluster k3s(Parts parts, Preparation preparation) throws IOException {
        return K3sCluster.start(preparation, parts.directory());
    }

    private static Cluster binaries(Parts parts, Preparation preparation) throws IOException {
        return BinariesCluster.start(parts.e2e(), preparation, parts.directory());
    }

    /** How long the cluster took until its node was ready, from binaries that were made before. */
    public Duration clusterStart() {
        return clusterStart;
    }

    public Cluster cluster() {
        return cluster;
    }

    public KubernetesClient client() {
        return cluster.client();
    }

    /** The webhook as the chart installs it without any values, for namespaces as {@link #createNamespace(String)} makes them. */
    public Webhook webhook() {
        return webhook("enabled", "{}");
    }

    /**
     * A webhook beside the others, installed when it is first asked for.
     *
     * @param injection its name, and the value of the label by which namespaces opt in to it
     * @param values for Helm, in YAML
     */
    public Webhook webhook(String injection, String values) {
        return webhooks.computeIfAbsent(injection, name -> {
            try {
                return HelmRelease.install(
                        cluster,
                        preparation.path("binaries").resolve("kubectl"),
                        parts.deploy().resolve("chart"),
                        name,
                        values);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The version of Spark that most tests run. */
    public SparkDistribution spark() {
        return spark("4.1.1");
    }

    /** Another version; its image is put on the node when it is first asked for. */
    public SparkDistribution spark(String version) {
        return sparks.computeIfAbsent(version, this::load);
    }

    /** The jar on the node with what runs inside Spark. */
    public Path job() {
        return job;
    }

    /** What the script {@code prepare} made under a name. */
    public Path prepared(String name) {
        return preparation.path(name);
    }

    /** A submission to a namespace that {@link #createNamespace} made. */
    public Submission submission(String namespace, String name) {
        return submission(spark(), namespace, name);
    }

    /** The same with another version of Spark. */
    public Submission submission(SparkDistribution spark, String namespace, String name) {
        return new Submission(spark, cluster, namespace, name, job);
    }

    /** What came of a submission. */
    public Application application(Submission submission) {
        return new Application(client(), submission.namespace(), submission.driver());
    }

    /** Makes a namespace that opts in, with a service account {@code spark} that may do what a driver does. */
    public void createNamespace(String name) {
        createNamespace(name, webhook());
    }

    /** Makes a namespace that opts in to a webhook beside. */
    public void createNamespace(String name, Webhook webhook) {
        createNamespace(name, Map.of("sparksecrets.io/injection", webhook.injection()));
    }

    /** The same with other labels. */
    public void createNamespace(String name, Map<String, String> labels) {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create();
        client().resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(name)
                        .withName("spark")
                        .endMetadata()
                        .build())
                .create();
        client().resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(name)
                        .withName("spark")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "edit")
                        .addNewSubject(null, "ServiceAccount", "spark", name)
                        .build())
                .create();
    }

    @Override
    public void close() {
        cluster.close();
    }

    private SparkDistribution load(String version) {
        Path made = preparation.path("spark-" + version);
        try {
            cluster.load(made.resolve("image.tar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SparkDistribution(
                version, made.resolve("home"), preparation.path("java"), "localhost/spark:" + version);
    }
}
