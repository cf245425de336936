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
import java.nio.file.Path;
import java.util.Map;

/** A cluster with the webhook on it and Spark beside it. */
public final class Installation implements AutoCloseable {

    private final Cluster cluster;
    private final Webhook webhook;
    private final SparkDistribution spark;
    private final Path job;

    private Installation(Cluster cluster, Webhook webhook, SparkDistribution spark, Path job) {
        this.cluster = cluster;
        this.webhook = webhook;
        this.spark = spark;
        this.job = job;
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
            Path made = preparation.path("spark-4.1.1");
            cluster.load(made.resolve("image.tar"));
            return new Installation(
                    cluster,
                    WebhookProcess.start(
                            cluster, parts.webhookJar(), parts.directory().resolve("webhook")),
                    new SparkDistribution(
                            "4.1.1", made.resolve("home"), preparation.path("java"), "localhost/spark:4.1.1"),
                    cluster.publish(parts.jobJar()));
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

    public Webhook webhook() {
        return webhook;
    }

    public SparkDistribution spark() {
        return spark;
    }

    /** A submission to a namespace that {@link #createNamespace} made. */
    public Submission submission(String namespace, String name) {
        return new Submission(spark, cluster, namespace, name, job);
    }

    /** What came of a submission. */
    public Application application(Submission submission) {
        return new Application(client(), submission.namespace(), submission.driver());
    }

    /** Makes a namespace that opts in, with a service account {@code spark} that may do what a driver does. */
    public void createNamespace(String name) {
        createNamespace(name, Map.of("sparksecrets.io/injection", "enabled"));
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
        webhook.close();
        cluster.close();
    }
}
