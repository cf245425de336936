package io.sparksecrets.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The one pod of a Deployment or a StatefulSet, which is created again when it is deleted. */
record ControlledPod(Installation installation, String namespace, String name) {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** Waits until the pod that runs has printed this. Returns it. */
    Pod awaitInLog(String text) throws IOException {
        Waiting.until(
                "\"" + text + "\" in the log of the pod of " + name,
                TIMEOUT,
                () -> find().filter(pod -> log(pod).contains(text)).isPresent());
        return running();
    }

    /** Deletes the pod, and returns when another one runs in its place. */
    void restart() throws IOException {
        Pod former = running();
        installation.client().resource(former).withGracePeriod(0).delete();
        Waiting.until(
                "another pod of " + name,
                TIMEOUT,
                () -> find().filter(pod -> !uid(pod).equals(uid(former))).isPresent());
    }

    Pod running() {
        return find().orElseThrow();
    }

    /** What Spark tells of the driver that runs in the pod. */
    Application application() {
        return new Application(
                installation.client(), namespace, running().getMetadata().getName());
    }

    /** Executors have labels of their own. */
    private Optional<Pod> find() {
        return installation.client().pods().inNamespace(namespace).withLabel("name", name).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                .findFirst();
    }

    /** What a pod has printed; nothing while it has not started. */
    String log(Pod pod) {
        try {
            return installation.client().pods().resource(pod).getLog();
        } catch (KubernetesClientException e) {
            return "";
        }
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
