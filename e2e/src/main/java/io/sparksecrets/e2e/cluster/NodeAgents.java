package io.sparksecrets.e2e.cluster;

import io.sparksecrets.testing.Command;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** What runs on every node: containerd, the kubelet, kube-proxy; and CoreDNS, which needs no pod here. */
final class NodeAgents {

    static final String NODE_NAME = "node1";
    private static final String CONTAINERD_SOCKET = "/run/containerd/containerd.sock";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
    static final int MAX_PODS = 600;

    /** What is searched for in logs would not be found in those that were rotated. */
    static final String LONGEST_LOG = "200Mi";

    private final NodeNamespaces node;
    private final Path binaries;
    private final Path directory;
    private final KubeletClientCertificate kubeletClient;

    NodeAgents(NodeNamespaces node, Path binaries, Path directory, KubeletClientCertificate kubeletClient) {
        this.node = node;
        this.binaries = binaries;
        this.directory = directory;
        this.kubeletClient = kubeletClient;
    }

    /** Starts containerd and waits until it takes images. */
    void startContainerd() throws IOException {
        Path network = Files.createDirectories(directory.resolve("cni"));
        Files.writeString(network.resolve("10-bridge.conflist"), """
                {
                  "cniVersion": "1.0.0",
                  "name": "pods",
                  "plugins": [
                    {
                      "type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": false, "hairpinMode": true,
                      "ipam": {
                        "type": "host-local", "dataDir": "%s",
                        "ranges": [[{"subnet": "%s", "gateway": "%s"}]], "routes": [{"dst": "0.0.0.0/0"}]
                      }
                    },
                    {"type": "portmap", "capabilities": {"portMappings": true}}
                  ]
                }
                """.formatted(
                        directory.resolve("addresses"), NodeNamespaces.POD_NETWORK, NodeNamespaces.NODE_ADDRESS));
        Path config = Files.writeString(directory.resolve("containerd.toml"), """
                version = 3
                root = '%s'
                state = '/run/containerd'
                [grpc]
                  address = '%s'
                [plugins.'io.containerd.cri.v1.images']
                  snapshotter = 'overlayfs'
                [plugins.'io.containerd.cri.v1.images'.pinned_images]
                  sandbox = 'localhost/pause:1'
                [plugins.'io.containerd.cri.v1.runtime']
                  # Without CAP_SYS_RESOURCE nobody may make a process safer than he is himself.
                  restrict_oom_score_adj = true
                  disable_apparmor = true
                [plugins.'io.containerd.cri.v1.runtime'.cni]
                  bin_dirs = ['%s']
                  conf_dir = '%s'
                [plugins.'io.containerd.cri.v1.runtime'.containerd]
                  default_runtime_name = 'runc'
                [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
                  runtime_type = 'io.containerd.runc.v2'
                [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
                  BinaryName = '%s'
                  SystemdCgroup = false
                """.formatted(
                        directory.resolve("containerd"),
                        CONTAINERD_SOCKET,
                        binaries.resolve("cni"),
                        network,
                        binaries.resolve("runc")));
        // It looks for its shim on the PATH.
        start("containerd", Map.of("PATH", binaries + ":" + System.getenv("PATH")), "--config=" + config);
        Waiting.until("containerd", START_TIMEOUT, () -> ctr("version").run().exitCode() == 0);
    }

    /** Takes the images of a docker archive. */
    void load(Path archive) throws IOException {
        ctr("--namespace=k8s.io", "images", "import", "--local", archive.toString())
                .check();
    }

    /** Ends a container with SIGKILL. */
    void kill(String container) throws IOException {
        ctr("--namespace=k8s.io", "tasks", "kill", "--signal=SIGKILL", container)
                .check();
    }

    void startKubelet(Path kubeconfig) throws IOException {
        Path config = Files.writeString(directory.resolve("kubelet.yaml"), """
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                address: %1$s
                authentication:
                  anonymous: {enabled: false}
                  webhook: {enabled: false}
                  x509: {clientCAFile: "%2$s"}
                authorization: {mode: AlwaysAllow}
                containerRuntimeEndpoint: unix://%3$s
                cgroupDriver: cgroupfs
                failCgroupV1: false
                failSwapOn: false
                # The file systems of virtual machines and containers are often none that the kubelet can measure.
                localStorageCapacityIsolation: false
                evictionHard: {memory.available: 100Mi, nodefs.available: 1Mi, imagefs.available: 1Mi}
                imageGCHighThresholdPercent: 100
                resolvConf: ""
                clusterDNS: [%1$s]
                clusterDomain: cluster.local
                healthzPort: 0
                maxPods: %4$d
                containerLogMaxSize: %5$s
                """.formatted(
                NodeNamespaces.NODE_ADDRESS, kubeletClient.certificate(), CONTAINERD_SOCKET, MAX_PODS, LONGEST_LOG));
        start(
                "kubelet",
                Map.of("PATH", binaries + ":" + System.getenv("PATH")),
                "--config=" + config,
                "--kubeconfig=" + kubeconfig,
                "--hostname-override=" + NODE_NAME,
                "--node-ip=" + NodeNamespaces.NODE_ADDRESS,
                "--root-dir=" + directory.resolve("kubelet"),
                "--cert-dir=" + directory.resolve("kubelet-certificates"));
    }

    void startProxy(Path kubeconfig) throws IOException {
        Path config = Files.writeString(
                directory.resolve("kube-proxy.yaml"), """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                clientConnection: {kubeconfig: "%s"}
                clusterCIDR: %s
                hostnameOverride: %s
                mode: iptables
                # Limits of the kernel belong to the host.
                conntrack: {maxPerCore: 0, min: 0, tcpCloseWaitTimeout: 0s, tcpEstablishedTimeout: 0s}
                """.formatted(kubeconfig, NodeNamespaces.POD_NETWORK, NODE_NAME));
        start("kube-proxy", Map.of(), "--config=" + config);
    }

    void startDns(Path kubeconfig) throws IOException {
        Path config = Files.writeString(
                directory.resolve("Corefile"), """
                .:53 {
                    bind %s
                    errors
                    ready 127.0.0.1:8181
                    kubernetes cluster.local in-addr.arpa {
                        kubeconfig %s
                        ttl 1
                    }
                }
                """.formatted(NodeNamespaces.NODE_ADDRESS, kubeconfig));
        start("coredns", Map.of(), "-conf", config.toString());
    }

    private Command ctr(String... words) {
        return node.onNode(binaries.resolve("ctr").toString(), "--address=" + CONTAINERD_SOCKET)
                .with(words);
    }

    private void start(String name, Map<String, String> environment, String... flags) throws IOException {
        node.start(
                name,
                environment,
                Command.of(binaries.resolve(name).toString()).with(flags).words());
    }
}
