package io.sparksecrets.deploy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Adds containers to pods that are there, as {@code kubectl debug} does. */
final class EphemeralContainers {

    private EphemeralContainers() {}

    static void add(KubernetesClient client, Pod pod, String name, String value) {
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .ephemeralContainers()
                .edit(found -> new PodBuilder(found)
                        .editSpec()
                        .addNewEphemeralContainer()
                        .withName(name)
                        .withImage("localhost/pause:1")
                        .addNewEnv()
                        .withName("KEY")
                        .withValue(value)
                        .endEnv()
                        .endEphemeralContainer()
                        .endSpec()
                        .build());
    }
}
