package io.sparksecrets.e2e;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A pod that is no driver and no executor and bears the label that opts in, such as a notebook: the image of Spark with a command. Its
 * variables {@code POD_IP} and {@code POD_NAME} tell its address and what it is called.
 */
final class LabelledPod {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Installation installation;
    private final String namespace;
    private final String name;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final List<EnvVar> env = new ArrayList<>();

    LabelledPod(Installation installation, String namespace, String name) {
        this.installation = installation;
        this.namespace = namespace;
        this.name = name;
        labels.put("name", name);
        labels.put("sparksecrets.io/injection", "enabled");
        env.add(ofField("POD_IP", "status.podIP"));
        env.add(ofField("POD_NAME", "metadata.name"));
    }

    LabelledPod env(String variable, String value) {
        env.add(new EnvVarBuilder().withName(variable).withValue(value).build());
        return this;
    }

    /** Takes the labels that an operator gives to the pods of a role, such as {@code master}, in place of the one that opts in. */
    LabelledPod role(String role) {
        labels.remove("sparksecrets.io/injection");
        labels.put("spark-role", role);
        labels.put("spark-version", installation.spark().version());
        return this;
    }

    /** Creates the pod. What was published is in {@code /opt/jobs}. */
    LabelledPod start(List<String> command) {
        installation
                .client()
                .resource(pod(command)
                        .edit()
                        .editMetadata()
                        .withName(name)
                        .endMetadata()
                        .editSpec()
                        .withRestartPolicy("Never")
                        .endSpec()
                        .build())
                .create();
        return this;
    }

    /** Has a Deployment of the same name create the pod. */
    ControlledPod startInDeployment(List<String> command) {
        return control(new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("name", name)
                .endSelector()
                .withTemplate(template(command))
                .endSpec()
                .build());
    }

    /** Has a StatefulSet of the same name create the pod. */
    ControlledPod startInStatefulSet(List<String> command) {
        return control(new StatefulSetBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("name", name)
                .endSelector()
                .withTemplate(template(command))
                .endSpec()
                .build());
    }

    private ControlledPod control(HasMetadata controller) {
        installation.client().resource(controller).create();
        return new ControlledPod(installation, namespace, name);
    }

    private PodTemplateSpec template(List<String> command) {
        Pod pod = pod(command);
        return new PodTemplateSpecBuilder()
                .withMetadata(pod.getMetadata())
                .withSpec(pod.getSpec())
                .build();
    }

    private Pod pod(List<String> command) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName("spark")
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("main")
                .withImage(installation.spark().image())
                .withImagePullPolicy("Never")
                .withCommand(command)
                .withEnv(env)
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
    }

    private static EnvVar ofField(String variable, String field) {
        return new EnvVarBuilder()
                .withName(variable)
                .withNewValueFrom()
                .withNewFieldRef(null, field)
                .endValueFrom()
                .build();
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

    /** What Spark tells of the driver that runs in the pod. */
    Application application() {
        return new Application(client(), namespace, name);
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
