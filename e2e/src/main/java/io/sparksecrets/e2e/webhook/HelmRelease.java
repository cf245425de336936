package io.sparksecrets.e2e.webhook;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.sparksecrets.e2e.cluster.Cluster;
import io.sparksecrets.testing.Command;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A release of {@code deploy/chart} in a namespace of its own, which has the same name. */
public final class HelmRelease implements Webhook {

    private static final String CHART = "spark-secrets";
    private static final int ADMISSION_PORT = 9443;
    private static final int HEALTH_PORT = 9090;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    /** What is not as on a cluster of many nodes: the image is on the node already, and all share two processors. */
    private static final String VALUES_OF_ALL = """
            image: {pullPolicy: Never}
            resources: {requests: {cpu: 20m, memory: 64Mi}}
            logging: {level: trace}
            """;

    private final Cluster cluster;
    private final Path kubectl;
    private final Path chart;
    private final String name;
    private final String injection;

    private HelmRelease(Cluster cluster, Path kubectl, Path chart, String name, String injection) {
        this.cluster = cluster;
        this.kubectl = kubectl;
        this.chart = chart;
        this.name = name;
        this.injection = injection;
    }

    /**
     * Installs the chart and returns when all replicas are ready. Their image is on the node.
     *
     * @param injection the value of the label by which namespaces opt in to it; {@code enabled} is that of the release
     *     {@code spark-secrets}, others have a name with the value in it
     * @param values for Helm, in YAML
     */
    public static HelmRelease install(Cluster cluster, Path kubectl, Path chart, String injection, String values)
            throws IOException {
        String name = injection.equals("enabled") ? CHART : CHART + "-" + injection;
        HelmRelease release = new HelmRelease(cluster, kubectl, chart, name, injection);
        release.install(values);
        release.awaitReplicas();
        return release;
    }

    private void install(String values) throws IOException {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .serverSideApply();
        List<Path> files = List.of(
                file(VALUES_OF_ALL),
                file("admission: {namespaceLabelValue: \"%s\"}".formatted(injection)),
                file(values));
        try {
            var install =
                    new Helm(chart).install().withName(name).withNamespace(name).withKubeConfig(cluster.kubeconfig());
            files.forEach(install::withValuesFile);
            install.call();
        } finally {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static Path file(String values) throws IOException {
        return Files.writeString(Files.createTempFile("values", ".yaml"), values);
    }

    @Override
    public String namespace() {
        return name;
    }

    @Override
    public String injection() {
        return injection;
    }

    @Override
    public void putSecret(String path, String value) throws IOException {
        Command.Result result = put("--stdin").with(path).run(value);
        if (result.exitCode() != 0) {
            throw new IOException("secrets put ended with %d: %s".formatted(result.exitCode(), result.errors()));
        }
    }

    @Override
    public String howToPutSecrets() {
        return String.join(" ", put("-it").with("PATH").words());
    }

    @Override
    public List<Pod> replicas() {
        return client().pods()
                .inNamespace(name)
                .withLabelSelector(deployment().require().getSpec().getSelector())
                .list()
                .getItems();
    }

    @Override
    public String log() {
        return replicas().stream()
                .map(replica -> client().pods().resource(replica).getLog())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String metrics() {
        return replicas().stream()
                .map(replica -> client().raw(proxy(replica, "", HEALTH_PORT) + "/metrics"))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String post(String path, String review) {
        return Objects.requireNonNull(client().raw(
                        proxy(replicas().getFirst(), "https:", ADMISSION_PORT) + "/admission/" + path, "POST", review));
    }

    @Override
    public void replaceReplicas() throws IOException {
        List<String> former = names();
        kubectl("rollout", "restart", "deployment/" + name).check();
        kubectl("rollout", "status", "deployment/" + name, "--timeout=" + START_TIMEOUT.toSeconds() + "s")
                .check();
        Waiting.until(
                "the end of the former replicas",
                START_TIMEOUT,
                () -> names().stream().noneMatch(former::contains));
    }

    @Override
    public String test() {
        return Helm.test(name)
                .withNamespace(name)
                .withKubeConfig(cluster.kubeconfig())
                .withTimeout((int) START_TIMEOUT.toSeconds())
                .call()
                .getOutput();
    }

    @Override
    public void stop() throws IOException {
        deployment().scale(0);
        Waiting.until("the end of " + name, START_TIMEOUT, () -> replicas().isEmpty());
    }

    @Override
    public void start(int replicas) throws IOException {
        deployment().scale(replicas);
        awaitReplicas();
    }

    @Override
    public void close() {
        Helm.uninstall(name)
                .withNamespace(name)
                .withKubeConfig(cluster.kubeconfig())
                .call();
        client().namespaces().withName(name).delete();
    }

    private List<String> names() {
        return replicas().stream()
                .map(replica -> replica.getMetadata().getName())
                .toList();
    }

    private void awaitReplicas() throws IOException {
        Waiting.until("the replicas of " + name, START_TIMEOUT, () -> {
            Deployment found = deployment().require();
            DeploymentStatus status = found.getStatus();
            return Objects.equals(
                            status.getObservedGeneration(), found.getMetadata().getGeneration())
                    && Objects.equals(
                            status.getAvailableReplicas(), found.getSpec().getReplicas());
        });
    }

    private RollableScalableResource<Deployment> deployment() {
        return client().apps().deployments().inNamespace(name).withName(name);
    }

    /** The command that the notes of the chart give. */
    private Command put(String input) {
        return kubectl("exec", input, "deploy/" + name, "--", "spark-secrets", "secrets", "put");
    }

    private Command kubectl(String... words) {
        return Command.of(
                        kubectl.toString(), "--kubeconfig", cluster.kubeconfig().toString(), "--namespace", name)
                .with(words);
    }

    private String proxy(Pod replica, String scheme, int port) {
        return "/api/v1/namespaces/%s/pods/%s%s:%d/proxy"
                .formatted(name, scheme, replica.getMetadata().getName(), port);
    }

    private KubernetesClient client() {
        return cluster.client();
    }
}
