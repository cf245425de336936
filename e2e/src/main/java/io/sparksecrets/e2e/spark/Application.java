package io.sparksecrets.e2e.spark;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.sparksecrets.testing.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;

/** The pods of a submitted application, as its owner sees them. */
public final class Application {

    /** Generous, because CI may share two slow processors with others. */
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final int UI_PORT = 4040;

    private final KubernetesClient client;
    private final String namespace;
    private final String driver;

    /** @param driver the name of the driver pod */
    public Application(KubernetesClient client, String namespace, String driver) {
        this.client = client;
        this.namespace = namespace;
        this.driver = driver;
    }

    public Pod driver() {
        return client.pods().inNamespace(namespace).withName(driver).require();
    }

    /** The executor pods that run now. */
    public List<Pod> executors() {
        return client.pods()
                .inNamespace(namespace)
                .withLabel("spark-role", "executor")
                .withLabel(
                        "spark-app-selector", driver().getMetadata().getLabels().get("spark-app-selector"))
                .list()
                .getItems();
    }

    /** Waits until the driver has printed a line with this text. */
    public void awaitInLog(String text) throws IOException {
        Waiting.until("\"" + text + "\" in the driver's log", TIMEOUT, () -> {
            if (hasEnded()) {
                throw new IOException("the driver ended; its log:\n" + log(driver()));
            }
            return isStarted(driver()) && log(driver()).contains(text);
        });
    }

    /** Waits until the driver has ended. Returns its phase, {@code Succeeded} or {@code Failed}. */
    public String awaitEnd() throws IOException {
        Waiting.until("the end of the driver " + driver, TIMEOUT, this::hasEnded);
        return driver().getStatus().getPhase();
    }

    /** What Spark has printed in a pod, whatever else is in that. */
    public String log(Pod pod) {
        return client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .inContainer(container(pod))
                .getLog();
    }

    /** What a command prints in Spark's container of a pod. */
    public String run(Pod pod, String... command) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (ExecWatch running = client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .inContainer(container(pod))
                .writingOutput(output)
                .writingError(errors)
                .exec(command)) {
            int exitCode = running.exitCode().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (exitCode != 0) {
                throw new IOException("%s ended with %d: %s%s".formatted(command[0], exitCode, output, errors));
            }
            return output.toString(StandardCharsets.UTF_8);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "cannot run " + command[0] + " in " + pod.getMetadata().getName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The command line and nothing else of every process in a pod. */
    public String processes(Pod pod) throws IOException {
        return run(pod, "sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
    }

    /** What Spark's UI tells of a path such as {@code api/v1/applications}. */
    public String ui(String path) {
        return ui(UI_PORT, path);
    }

    /** The same of a UI at another port, as that of a standalone master. */
    public String ui(int port, String path) {
        return client.raw("/api/v1/namespaces/%s/pods/%s:%d/proxy/%s".formatted(namespace, driver, port, path));
    }

    /** All that Spark's UI shows of the conf and of the system properties, as a page and as JSON. */
    public String environment() {
        return ui("environment/") + ui("api/v1/applications/" + id() + "/environment");
    }

    /** What is in the event log, which is below {@code /tmp} and not compressed. */
    public String eventLog() throws IOException {
        return run(driver(), "sh", "-c", "find /tmp -path '*" + id() + "*' -type f -exec cat {} +");
    }

    /** How Spark calls it. */
    private String id() {
        return JsonMapper.shared()
                .readTree(ui("api/v1/applications"))
                .at("/0/id")
                .asString();
    }

    /** Lets a job go on that holds. */
    public void letGoOn() throws IOException {
        run(driver(), "touch", "/tmp/go-on");
    }

    /** Deletes the driver pod, with which everything goes that belongs to the application. */
    public void delete() {
        client.pods().inNamespace(namespace).withName(driver).withGracePeriod(0).delete();
    }

    private boolean hasEnded() {
        return Set.of("Succeeded", "Failed").contains(driver().getStatus().getPhase());
    }

    private static boolean isStarted(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getName().equals(container(pod))
                        && status.getState().getRunning() != null);
    }

    /**
     * Spark calls its container after the role of the pod; the operator that of a Connect server like a driver's. Where somebody else
     * runs Spark, it is in the first one.
     */
    private static String container(Pod pod) {
        List<String> names =
                pod.getSpec().getContainers().stream().map(Container::getName).toList();
        return names.stream()
                .filter(List.of("spark-kubernetes-executor", "spark-kubernetes-driver")::contains)
                .findFirst()
                .orElse(names.getFirst());
    }
}
