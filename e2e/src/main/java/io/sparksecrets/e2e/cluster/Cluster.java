package io.sparksecrets.e2e.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A running cluster of one node, and what one can see of it who has the machine. */
public interface Cluster extends AutoCloseable {

    /** The kubeconfig of a cluster admin, for clients on this host. */
    Path kubeconfig();

    /** A client with the rights of a cluster admin; it belongs to the cluster. */
    KubernetesClient client();

    /** Makes the images of a docker archive known to the node. */
    void load(Path archive) throws IOException;

    /** Puts a file on the node, where pods with a hostPath volume can read it. Returns where it is there. */
    Path publish(Path file) throws IOException;

    /** Ends the processes of a pod with SIGKILL, as the kernel does when memory runs out. */
    void kill(Pod pod) throws IOException;

    /**
     * Reads the API server's audit log so far, one event in JSON a line; bodies of all requests but those of Secrets. It can be
     * hundreds of megabytes.
     */
    <T> T auditLog(Function<Stream<String>, T> reader) throws IOException;

    /** Every revision of every object that was stored since the cluster started. */
    List<StoredObject> stored() throws IOException;

    /** The identifiers by which containerd knows the containers of a pod. */
    static List<String> containers(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getContainerID)
                .map(id -> id.substring("containerd://".length()))
                .toList();
    }

    /** Takes the cluster down with everything on it. */
    @Override
    void close();
}
