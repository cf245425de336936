package io.sparksecrets.e2e;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.servers.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A pod that is no driver and no executor and bears the label that opts in, such as a notebook: the image of Spark with a command. */
final class LabelledPod {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Installation installation;
    private final String namespace;
    private final String name;
    private final List<EnvVar> env = new ArrayList<>();

    LabelledPod(Installation installation, String namespace, String name) {
        this.installation = installation;
        this.namespace = namespace;
        this.name = name;
    }

    LabelledPod env(String variable, String value) {
        env.add(new EnvVarBuilder().withName(variable).withValue(value).build());
        return this;
    }

    /** Creates the pod. What was published is in {@code /opt/jobs}. */
    LabelledPod start(List<String> command) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(Map.of("sparksecrets.io/injection", "enabled", "name", name))
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName("spark")
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage(installation.spark().image())
                .withImagePullPolicy("Never")
                .withCommand(command)
                .addNewEnv()
                .withName("POD_IP")
                .withNewValueFrom()
                .withNewFieldRef(null, "status.podIP")
                .endValueFrom()
                .endEnv()
                .addAllToEnv(env)
                .addNewVolumeMount()
                .withName("jobs")
                .withMountPath("/opt/jobs")
                .withReadOnly(true)
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("jobs")
                .withNewHostPath(installation.submission(namespace, name).jobs().toString(), "Directory")
                .endVolume()
                .endSpec()
                .build();
        installation.client().resource(pod).create();
        return this;
    }

    /** Makes a Service of the same name that leads to the pod. */
    LabelledPod expose(int port) {
        installation
                .client()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(Map.of("name", name))
                        .addNewPort()
                        .withPort(port)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        return this;
    }

    Pod get() {
        return client().pods().inNamespace(namespace).withName(name).require();
    }

    /** What it has printed; nothing while it has not started. */
    String log() {
        try {
            return client().pods().inNamespace(namespace).withName(name).getLog();
        } catch (KubernetesClientException e) {
            return "";
        }
    }

    void awaitInLog(String text) throws IOException {
        Waiting.until("\"" + text + "\" in the log of " + name, TIMEOUT, () -> {
            if (hasEnded()) {
                throw new IOException(name + " ended; its log:\n" + log());
            }
            return log().contains(text);
        });
    }

    /** Waits until it has ended. Returns its phase. */
    String awaitEnd() throws IOException {
        Waiting.until("the end of the pod " + name, TIMEOUT, this::hasEnded);
        return get().getStatus().getPhase();
    }

    void delete() {
        client().pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
    }

    private boolean hasEnded() {
        return Set.of("Succeeded", "Failed").contains(get().getStatus().getPhase());
    }

    private KubernetesClient client() {
        return installation.client();
    }
}
