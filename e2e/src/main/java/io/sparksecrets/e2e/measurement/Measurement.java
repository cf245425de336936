package io.sparksecrets.e2e.measurement;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.e2e.Installation;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.e2e.webhook.Webhook;
import io.sparksecrets.testing.Command;
import io.sparksecrets.testing.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints how long it takes from spark-submit to the driver's main, and to create an executor pod, with the webhook and without; and how
 * long the cluster took.
 */
public final class Measurement {

    private static final String WITHOUT = "without";
    private static final String WITH = "with-webhook";
    private static final String WITH_GATE = "with-gate";
    private static final int WARM_UP = 2;
    private static final int EXECUTORS_WARM_UP = 100;
    private static final int EXECUTORS = 300;

    private final Installation installation;
    private final List<String> ways = new ArrayList<>(List.of(WITHOUT, WITH, WITH_GATE));

    private Measurement(Installation installation) {
        this.installation = installation;
    }

    /**
     * Runs the measurement on a cluster of its own.
     *
     * @param arguments the number of applications of each kind, then what {@link Installation.Parts} has
     */
    public static void main(String[] arguments) throws IOException {
        Installation.Parts parts = new Installation.Parts(
                Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]), Path.of(arguments[4]));
        try (Installation installation = Installation.start(parts)) {
            Measurement measurement = new Measurement(installation);
            System.out.printf(
                    "The cluster, until its node is ready: %.1f s%n",
                    installation.clusterStart().toMillis() / 1000.0);
            measurement.prepare();
            System.out.printf("Creation of an executor pod, from request to answer:%n%s", measurement.executors());
            System.out.print(measurement.applications(Integer.parseInt(arguments[0])));
        } catch (Unavailable e) {
            System.err.println("There can be no cluster here. " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private void prepare() throws IOException {
        // As people have it, which is not with the finest log.
        Webhook usual = installation.webhook(WITH, "logging: {level: info}");
        Webhook gated = installation.webhook(WITH_GATE, "{logging: {level: info}, delivery: {schedulingGate: true}}");
        for (Webhook webhook : List.of(usual, gated)) {
            webhook.putSecret("MEASURED_KEY", "a value");
        }
        installation.createNamespace(WITHOUT, Map.of());
        installation.createNamespace(WITH, usual);
        installation.createNamespace(WITH_GATE, gated);
    }

    private String executors() {
        Samples samples = new Samples(List.of(WITHOUT, WITH));
        KubernetesClient client = installation.client();
        List<Pod> drivers = List.of(driver(WITHOUT), driver(WITH));
        for (int i = 0; i < EXECUTORS_WARM_UP + EXECUTORS; i++) {
            for (Pod driver : drivers) {
                Pod executor = executor(driver, "executor-" + i);
                long begin = System.nanoTime();
                client.resource(executor).create();
                Duration taken = Duration.ofNanos(System.nanoTime() - begin);
                if (i >= EXECUTORS_WARM_UP) {
                    samples.add(driver.getMetadata().getNamespace(), taken);
                }
            }
        }
        List.of(WITHOUT, WITH)
                .forEach(
                        way -> client.pods().inNamespace(way).withGracePeriod(0).delete());
        return samples.table();
    }

    /** Those of a round one after another, each round in another order. */
    private String applications(int rounds) throws IOException {
        Samples fromCommand = new Samples(List.of(WITHOUT, WITH, WITH_GATE));
        Samples fromPod = new Samples(List.of(WITHOUT, WITH, WITH_GATE));
        for (int round = -WARM_UP; round < rounds; round++) {
            Collections.rotate(ways, 1);
            for (String way : ways) {
                Start start = start(way, "start-" + (round + WARM_UP));
                if (round >= 0) {
                    fromCommand.add(way, start.fromCommand());
                    fromPod.add(way, start.fromPod());
                }
            }
        }
        return "From the command spark-submit to the driver's main:%n%sFrom the request that creates the driver pod to the driver's main:%n%s"
                .formatted(fromCommand.table(), fromPod.table());
    }

    /** How long until main, from the start of the command and from the request for the driver pod. */
    private record Start(Duration fromCommand, Duration fromPod) {}

    private Start start(String namespace, String name) throws IOException {
        Submission submission = installation
                .submission(namespace, name)
                .main("io.sparksecrets.e2e.job.StartJob")
                .conf("spark.kubernetes.driverEnv.KEY", "${secrets.MEASURED_KEY}")
                .conf("spark.hadoop.e2e.key", "${secrets.MEASURED_KEY}")
                .conf("spark.executorEnv.KEY", "${secrets.MEASURED_KEY}");
        Instant begin = Instant.now();
        Command.Result submitted = submission.run();
        if (submitted.exitCode() != 0) {
            throw new IOException(submitted.errors());
        }
        Application application = installation.application(submission);
        application.awaitEnd();
        Instant main = application
                .log(application.driver())
                .lines()
                .filter(line -> line.startsWith("main at "))
                .map(line -> Instant.parse(line.substring("main at ".length())))
                .findFirst()
                .orElseThrow(() -> new IOException("the driver did not come to its main"));
        Instant requested = requested(namespace, name);
        application.delete();
        return new Start(Duration.between(begin, main), Duration.between(requested, main));
    }

    /** When the API server received the request that created the driver pod. */
    private Instant requested(String namespace, String name) throws IOException {
        return installation
                .cluster()
                .auditLog(log -> log.filter(line -> line.contains("\"verb\":\"create\"")
                                && line.contains("\"" + namespace + "\"")
                                && line.contains(name))
                        .map(JsonMapper.shared()::readTree)
                        .filter(event -> created(event, namespace, name))
                        .findFirst())
                .map(event ->
                        Instant.parse(event.path("requestReceivedTimestamp").asString()))
                .orElseThrow(() -> new IOException("the audit log has no request for the driver pod " + name));
    }

    private static boolean created(JsonNode event, String namespace, String name) {
        return event.at("/objectRef/resource").asString("").equals("pods")
                && event.at("/objectRef/subresource").asString("").isEmpty()
                && event.at("/objectRef/namespace").asString("").equals(namespace)
                && event.at("/responseObject/metadata/name").asString("").equals(name);
    }

    private Pod driver(String namespace) {
        return installation
                .client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("driver")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("localhost/pause:1")
                        .withImagePullPolicy("Never")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private static Pod executor(Pod driver, String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(driver.getMetadata().getNamespace())
                .withName(name)
                .withLabels(Map.of("spark-role", "executor", "spark-version", "4.1.1"))
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName("driver")
                .withUid(driver.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withNodeSelector(Map.of("there-is", "no-such-node"))
                .addNewContainer()
                .withName("spark-kubernetes-executor")
                .withImage("localhost/pause:1")
                .addNewEnv()
                .withName("KEY")
                .withValue("${secrets.MEASURED_KEY}")
                .endEnv()
                .addNewEnv()
                .withName("URL")
                .withValue("jdbc:postgresql://db/etl?password=${secrets.MEASURED_KEY}")
                .endEnv()
                .addNewEnv()
                .withName("SPARK_JAVA_OPT_0")
                .withValue("-Dkey=${secrets.MEASURED_KEY}")
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
    }
}
