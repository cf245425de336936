package io.sparksecrets.e2e.cluster;

import io.sparksecrets.testing.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** etcd, the API server, the controller manager and the scheduler. */
final class ControlPlane {

    static final int PORT = 6443;
    static final URI URL = URI.create("https://" + NodeNamespaces.NODE_ADDRESS + ":" + PORT);

    /** On the loopback of the node's own network, so it is never taken. */
    private static final URI ETCD = URI.create("http://127.0.0.1:2379");

    static final String AUDIT_POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            rules:
              - level: None
                nonResourceURLs: ["/livez*", "/readyz*", "/openapi*"]
              - level: None
                resources: [{group: coordination.k8s.io}]
              - level: Metadata
                resources: [{group: "", resources: [secrets]}]
              - level: RequestResponse
            """;

    /** In megabytes: all events stay in one file, instead of 100 MB of them. */
    static final String AUDIT_LOG_MAX_SIZE = "1000000";

    private final NodeNamespaces node;
    private final Path binaries;
    private final Path directory;
    private final Credentials credentials;
    private final KubeletClientCertificate kubeletClient;

    ControlPlane(
            NodeNamespaces node,
            Path binaries,
            Path directory,
            Credentials credentials,
            KubeletClientCertificate kubeletClient) {
        this.node = node;
        this.binaries = binaries;
        this.directory = directory;
        this.credentials = credentials;
        this.kubeletClient = kubeletClient;
    }

    Path auditLog() {
        return directory.resolve("audit.log");
    }

    EtcdHistory history() {
        // It listens on the node's loopback only.
        return new EtcdHistory(node.onNode("curl"), ETCD);
    }

    /** Starts etcd and the API server. Whoever is to have a token must have a kubeconfig already. */
    void startApiServer() throws IOException {
        start(
                "etcd",
                List.of(
                        "--unsafe-no-fsync",
                        "--data-dir=" + directory.resolve("etcd"),
                        "--listen-client-urls=" + ETCD,
                        "--advertise-client-urls=" + ETCD,
                        "--listen-peer-urls=http://127.0.0.1:2380"));
        Path policy = Files.writeString(directory.resolve("audit-policy.yaml"), AUDIT_POLICY);
        start(
                "kube-apiserver",
                List.of(
                        "--etcd-servers=" + ETCD,
                        // Old revisions stay, so that a test can read all that was ever stored.
                        "--etcd-compaction-interval=0",
                        "--secure-port=" + PORT,
                        "--advertise-address=" + NodeNamespaces.NODE_ADDRESS,
                        "--cert-dir=" + credentials.directory(),
                        "--authorization-mode=Node,RBAC",
                        "--enable-admission-plugins=NodeRestriction",
                        "--token-auth-file=" + credentials.tokenFile(),
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-signing-key-file=" + credentials.serviceAccountKey(),
                        "--service-account-key-file=" + credentials.serviceAccountKey(),
                        "--service-cluster-ip-range=" + NodeNamespaces.SERVICE_NETWORK,
                        "--kubelet-client-certificate=" + kubeletClient.certificate(),
                        "--kubelet-client-key=" + kubeletClient.key(),
                        "--kubelet-preferred-address-types=InternalIP",
                        "--audit-policy-file=" + policy,
                        "--audit-log-path=" + auditLog(),
                        "--audit-log-maxsize=" + AUDIT_LOG_MAX_SIZE,
                        "--allow-privileged=true",
                        "--profiling=false"));
    }

    /** Starts those that need an API server. */
    void startControllers(Path controllerManager, Path scheduler) throws IOException {
        start(
                "kube-controller-manager",
                List.of(
                        "--kubeconfig=" + controllerManager,
                        "--service-account-private-key-file=" + credentials.serviceAccountKey(),
                        "--root-ca-file=" + credentials.apiServerCertificate(),
                        "--use-service-account-credentials=true",
                        "--leader-elect=false",
                        "--secure-port=0",
                        "--profiling=false"));
        start(
                "kube-scheduler",
                List.of("--kubeconfig=" + scheduler, "--leader-elect=false", "--secure-port=0", "--profiling=false"));
    }

    private void start(String name, List<String> flags) throws IOException {
        List<String> words = new ArrayList<>(List.of(binaries.resolve(name).toString()));
        words.addAll(flags);
        node.start(name, Map.of(), words);
    }
}
