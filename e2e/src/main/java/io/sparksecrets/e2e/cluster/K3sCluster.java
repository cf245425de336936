package io.sparksecrets.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.sparksecrets.testing.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** K3s in a container of Docker, with an etcd of its own. */
public final class K3sCluster implements Cluster {

    /** Kubernetes of the version that {@code binaries/go.mod} has. */
    private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.36.3-k3s1");

    private static final int ETCD_PORT = 2379;
    private static final String ETCD_CREDENTIALS = "/var/lib/rancher/k3s/server/tls/etcd/";
    private static final List<String> CREDENTIAL_FILES = List.of("server-ca.crt", "client.crt", "client.key");
    private static final String ON_NODE = "/var/lib/spark-secrets-e2e/";
    private static final String AUDIT_POLICY = ON_NODE + "audit-policy.yaml";
    private static final String AUDIT_LOG = "/var/log/spark-secrets-e2e-audit.log";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

    private final K3sContainer container;
    private final Path directory;
    private final Path kubeconfig;
    private final KubernetesClient client;

    private K3sCluster(K3sContainer container, Path directory) throws IOException {
        this.container = container;
        this.directory = directory;
        this.kubeconfig = Files.writeString(directory.resolve("k3s.kubeconfig"), container.getKubeConfigYaml());
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(container.getKubeConfigYaml()))
                .build();
    }

    /** Whether Docker is there. */
    public static boolean isPossible() {
        // Testcontainers says at length what it has tried, where there is none.
        boolean told = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        return told && DockerClientFactory.instance().isDockerAvailable();
    }

    /**
     * Starts a cluster and returns when it takes pods.
     *
     * @param directory for what is copied out of it
     */
    @SuppressWarnings("resource") // it belongs to the cluster
    public static K3sCluster start(Preparation preparation, Path directory) throws IOException {
        Files.createDirectories(directory);
        K3sContainer container = new K3sContainer(IMAGE);
        container
                .withCommand(
                        "server",
                        "--disable=traefik",
                        "--tls-san=" + container.getHost(),
                        // An etcd instead of SQLite, whose history can be read, and from outside.
                        "--cluster-init",
                        "--etcd-arg=enable-grpc-gateway=true",
                        "--kube-apiserver-arg=etcd-compaction-interval=0",
                        "--kube-apiserver-arg=audit-policy-file=" + AUDIT_POLICY,
                        "--kube-apiserver-arg=audit-log-path=" + AUDIT_LOG,
                        "--kube-apiserver-arg=audit-log-maxsize=" + ControlPlane.AUDIT_LOG_MAX_SIZE,
                        "--kubelet-arg=max-pods=" + NodeAgents.MAX_PODS,
                        "--kubelet-arg=container-log-max-size=" + NodeAgents.LONGEST_LOG)
                .withCopyToContainer(Transferable.of(ControlPlane.AUDIT_POLICY), AUDIT_POLICY)
                .withStartupTimeout(START_TIMEOUT);
        container.addExposedPort(ETCD_PORT);
        container.start();
        try {
            K3sCluster cluster = new K3sCluster(container, directory);
            // The tests' own pods run it by the name that the other cluster gives it.
            cluster.load(preparation.path("pause"));
            for (String file : CREDENTIAL_FILES) {
                container.copyFileFromContainer(
                        ETCD_CREDENTIALS + file,
                        directory.resolve("k3s-etcd-" + file).toString());
            }
            return cluster;
        } catch (IOException | RuntimeException e) {
            container.stop();
            throw e;
        }
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
        String there = ON_NODE + "image.tar";
        container.copyFileToContainer(MountableFile.forHostPath(archive), there);
        run("ctr", "--namespace=k8s.io", "images", "import", there);
        run("rm", there);
    }

    @Override
    public Path publish(Path file) {
        Path there = Path.of(
                ON_NODE, "published", Objects.requireNonNull(file.getFileName()).toString());
        container.copyFileToContainer(MountableFile.forHostPath(file), there.toString());
        return there;
    }

    @Override
    public void kill(Pod pod) throws IOException {
        for (String id : Cluster.containers(pod)) {
            run("ctr", "--namespace=k8s.io", "tasks", "kill", "--signal=SIGKILL", id);
        }
    }

    @Override
    public <T> T auditLog(Function<Stream<String>, T> reader) {
        return container.copyFileFromContainer(
                AUDIT_LOG,
                log -> reader.apply(new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8)).lines()));
    }

    @Override
    public List<StoredObject> stored() throws IOException {
        Command curl = Command.of(
                "curl",
                "--cacert",
                credential("server-ca.crt"),
                "--cert",
                credential("client.crt"),
                "--key",
                credential("client.key"));
        // The certificate of etcd is for localhost, wherever Docker is.
        URI etcd = URI.create("https://localhost:" + ETCD_PORT);
        return new EtcdHistory(
                        curl.with(
                                "--connect-to",
                                "localhost:%d:%s:%d"
                                        .formatted(ETCD_PORT, container.getHost(), container.getMappedPort(ETCD_PORT))),
                        etcd)
                .read();
    }

    @Override
    public void close() {
        client.close();
        container.stop();
    }

    private String credential(String file) {
        return directory.resolve("k3s-etcd-" + file).toString();
    }

    private void run(String... words) throws IOException {
        try {
            Container.ExecResult result = container.execInContainer(words);
            if (result.getExitCode() != 0) {
                throw new IOException("%s ended with %d: %s%s"
                        .formatted(
                                String.join(" ", words), result.getExitCode(), result.getStdout(), result.getStderr()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + words[0], e);
        }
    }
}
