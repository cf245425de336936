package io.sparksecrets.e2e;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.e2e.cluster.BinariesCluster;
import io.sparksecrets.e2e.cluster.Cluster;
import io.sparksecrets.e2e.cluster.Preparation;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.SparkDistribution;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.e2e.webhook.Webhook;
import io.sparksecrets.e2e.webhook.WebhookProcess;
import io.sparksecrets.servers.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster with the webhook on it and Spark beside it. Spark, and webhooks with other settings, come when they are asked for. */
public final class Installation implements AutoCloseable {

    private final Preparation preparation;
    private final Parts parts;
    private final BinariesCluster cluster;
    private final Path job;
    private final Map<String, SparkDistribution> sparks = new ConcurrentHashMap<>();
    private final Map<String, Webhook> webhooks = new ConcurrentHashMap<>();
    private final AtomicInteger started = new AtomicInteger();

    private Installation(Preparation preparation, Parts parts, BinariesCluster cluster) throws IOException {
        this.preparation = preparation;
        this.parts = parts;
        this.cluster = cluster;
        this.job = cluster.publish(parts.jobJar());
    }

    /**
     * What it is made from.
     *
     * @param e2e the directory of the scripts
     * @param webhookJar {@code spark-secrets.jar}
     * @param jobJar what runs inside Spark
     * @param directory for the files of the cluster
     */
    public record Parts(Path e2e, Path webhookJar, Path jobJar, Path directory) {}

    /** Starts all of it. */
    public static Installation start(Parts parts) throws IOException, Unavailable {
        Preparation preparation = Preparation.run(parts.e2e());
        BinariesCluster cluster = BinariesCluster.start(parts.e2e(), preparation, parts.directory());
        try {
            Installation installation = new Installation(preparation, parts, cluster);
            installation.spark();
            installation.webhook();
            return installation;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public Cluster cluster() {
        return cluster;
    }

    public KubernetesClient client() {
        return cluster.client();
    }

    /** The webhook as it is without any settings, for namespaces as {@link #createNamespace(String)} makes them. */
    public Webhook webhook() {
        return webhook("enabled", Map.of());
    }

    /**
     * A webhook beside the others, started when it is first asked for.
     *
     * @param injection its name, and the value of the label by which namespaces opt in to it
     * @param settings by key, such as {@code delivery.schedulingGate}
     */
    public Webhook webhook(String injection, Map<String, String> settings) {
        return webhooks.computeIfAbsent(injection, name -> {
            try {
                return WebhookProcess.start(
                        cluster,
                        parts.webhookJar(),
                        parts.directory().resolve("webhook-" + name),
                        new WebhookProcess.Registration(name, started.getAndIncrement()),
                        settings);
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
        webhooks.values().forEach(Webhook::close);
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
