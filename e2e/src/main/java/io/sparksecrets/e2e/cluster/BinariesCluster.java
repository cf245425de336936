package io.sparksecrets.e2e.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.testing.Command;
import io.sparksecrets.testing.Credentials;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** A cluster of plain binaries in namespaces of their own; needs root and Linux. */
public final class BinariesCluster implements Cluster {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final NodeNamespaces node;
    private final ControlPlane controlPlane;
    private final NodeAgents agents;
    private final Path directory;
    private final Path kubeconfig;
    private final KubernetesClient client;

    private BinariesCluster(
            NodeNamespaces node, ControlPlane controlPlane, NodeAgents agents, Path directory, Path kubeconfig)
            throws IOException {
        this.node = node;
        this.controlPlane = controlPlane;
        this.agents = agents;
        this.directory = directory;
        this.kubeconfig = kubeconfig;
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    /**
     * Starts a cluster and returns when its node is ready.
     *
     * @param e2e the directory of the scripts
     * @param directory for all its files; what an earlier cluster left there is deleted
     */
    public static BinariesCluster start(Path e2e, Preparation preparation, Path directory) throws IOException {
        if (NodeNamespaces.isRunning(directory) && Files.exists(keptMark(directory))) {
            throw new IOException(
                    "a cluster is up already, and there can be one at a time; take it down with e2e/cluster down");
        }
        stop(directory);
        Files.createDirectories(directory);
        Path binaries = preparation.path("binaries");
        NodeNamespaces node = NodeNamespaces.create(e2e.resolve("node/init"), directory);
        Credentials credentials = new Credentials(directory.resolve("credentials"), ControlPlane.URL);
        KubeletClientCertificate kubeletClient = new KubeletClientCertificate(credentials.directory());
        ControlPlane controlPlane = new ControlPlane(node, binaries, directory, credentials, kubeletClient);
        NodeAgents agents = new NodeAgents(node, binaries, directory, kubeletClient);
        Path admin = credentials.kubeconfig("admin", "admin", "system:masters");
        Path controllerManager =
                credentials.kubeconfig("controller-manager", "system:kube-controller-manager", "system:authenticated");
        Path scheduler = credentials.kubeconfig("scheduler", "system:kube-scheduler", "system:authenticated");
        Path kubelet = credentials.kubeconfig("kubelet", "system:node:" + NodeAgents.NODE_NAME, "system:nodes");
        Path proxy = credentials.kubeconfig("proxy", "system:kube-proxy", "system:authenticated");
        Path dns = credentials.kubeconfig("dns", "system:coredns", "system:authenticated");

        controlPlane.startApiServer();
        agents.startContainerd();
        agents.load(preparation.path("pause"));
        Waiting.until(
                "the API server's certificate", START_TIMEOUT, () -> Files.exists(credentials.apiServerCertificate()));
        BinariesCluster cluster = new BinariesCluster(node, controlPlane, agents, directory, admin);
        Waiting.until("the API server", START_TIMEOUT, cluster::apiServerIsReady);
        controlPlane.startControllers(controllerManager, scheduler);
        agents.startKubelet(kubelet);
        agents.startProxy(proxy);
        cluster.allowDns();
        agents.startDns(dns);
        Waiting.until("the node", START_TIMEOUT, cluster::nodeIsReady);
        Waiting.until(
                "the service account of the namespace default",
                START_TIMEOUT,
                () -> cluster.client
                                .serviceAccounts()
                                .inNamespace("default")
                                .withName("default")
                                .get()
                        != null);
        return cluster;
    }

    /** The file that says that a person wants to keep the cluster, and not only the tests that started it. */
    public static Path keptMark(Path directory) {
        return directory.resolve("kept");
    }

    /** Ends the cluster that has its files in this directory, if there is one, and deletes them. */
    public static void stop(Path directory) throws IOException {
        NodeNamespaces.end(directory);
        if (Files.exists(directory)) {
            Command.of("rm", "-r", "--one-file-system", directory.toString()).check();
        }
        removeControlGroups();
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public void load(Path archive) throws IOException {
        agents.load(archive);
    }

    @Override
    public Path publish(Path file) throws IOException {
        Path directoryOnNode = Files.createDirectories(directory.resolve("published"));
        return Files.copy(
                file,
                directoryOnNode.resolve(Objects.requireNonNull(file.getFileName())),
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void kill(Pod pod) throws IOException {
        for (String container : Cluster.containers(pod)) {
            agents.kill(container);
        }
    }

    @Override
    public <T> T auditLog(Function<Stream<String>, T> reader) throws IOException {
        try (Stream<String> lines = Files.lines(controlPlane.auditLog())) {
            return reader.apply(lines);
        }
    }

    @Override
    public List<StoredObject> stored() throws IOException {
        return controlPlane.history().read();
    }

    @Override
    public void close() {
        client.close();
        try {
            node.end();
            removeControlGroups();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean apiServerIsReady() {
        try {
            return "ok".equals(client.raw("/readyz"));
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private boolean nodeIsReady() {
        Node found = client.nodes().withName(NodeAgents.NODE_NAME).get();
        return found != null
                && found.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    private void allowDns() {
        client.resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName("system:coredns")
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("services", "pods", "namespaces")
                        .withVerbs("list", "watch")
                        .endRule()
                        .addNewRule()
                        .withApiGroups("discovery.k8s.io")
                        .withResources("endpointslices")
                        .withVerbs("list", "watch")
                        .endRule()
                        .build())
                .create();
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName("system:coredns")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "system:coredns")
                        .addNewSubject("rbac.authorization.k8s.io", "User", "system:coredns", null)
                        .build())
                .create();
    }

    /** The one thing that is outside the namespaces: the kubelet's control groups, empty by now. */
    private static void removeControlGroups() throws IOException {
        try (Stream<Path> groups = Files.walk(Path.of("/sys/fs/cgroup"), 3)) {
            for (Path group : groups.filter(path -> path.endsWith("kubepods")).toList()) {
                Command.of("find", group.toString(), "-depth", "-type", "d", "-exec", "rmdir", "{}", ";")
                        .run();
            }
        }
    }
}
