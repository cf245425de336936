package io.sparksecrets.demo;

import io.sparksecrets.application.Application;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.demo.AdmissionClient.Answer;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.reference.Template;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.text.TextTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replays a recorded run of spark-submit 4.1.1 against a running webhook and prints, side by side, what went in, what Kubernetes
 * would store and what the processes would see. Values are masked.
 */
public final class Demo {

    private static final String MUTATE = "/admission/mutate";
    private static final String VALIDATE = "/admission/validate";
    private static final List<String> SECRETS = List.of("CONF_PASS", "DB_PASS", "EXE_PASS", "OPT_PASS");

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(1);

    /** The recorded conf map and executors name it. */
    private static final String DRIVER_UID = "717a7eae-5d25-4373-9dc7-d08f4189aead";

    private final PrintWriter out;
    private final ClusterInMemory cluster;
    private final Map<String, SecretValue> values = new LinkedHashMap<>();

    private Demo(PrintWriter out, ClusterInMemory cluster) {
        this.out = out;
        this.cluster = cluster;
    }

    /** Starts a webhook for the demo, with the store and the cluster that it is given. */
    public interface Start {
        Application start(SecretStore store, Cluster cluster);
    }

    /**
     * Runs the demo and returns the webhook, which is still running.
     *
     * @param repetitions how often the run is replayed once more, without a word
     */
    public static Application run(
            SecretStore store, Start start, CertificateAuthority authority, int repetitions, PrintWriter out)
            throws IOException, InterruptedException {
        ClusterInMemory cluster = new ClusterInMemory();
        Demo demo = new Demo(out, cluster);
        demo.writeSecrets(store);
        Application application = start.start(store, cluster);
        out.printf(
                "The webhook listens on https://127.0.0.1:%d, health and metrics on http://127.0.0.1:%d.%n%n",
                application.admissionPort(), application.healthPort());
        try (AdmissionClient client = new AdmissionClient(application.admissionPort(), authority)) {
            demo.replay(client);
            demo.deny(client);
            for (int i = 0; i < repetitions; i++) {
                demo.repeat(client);
            }
        }
        return application;
    }

    private void repeat(AdmissionClient client) throws IOException, InterruptedException {
        Demo silent = new Demo(new PrintWriter(Writer.nullWriter()), new ClusterInMemory());
        silent.admitPod(client, read("driver-pod"), DRIVER_UID);
        client.send(VALIDATE, read("conf-map"));
        silent.admitPod(client, read("executor-pod-1"), UUID.randomUUID().toString());
    }

    private void writeSecrets(SecretStore store) {
        for (String path : SECRETS) {
            SecretValue value = SecretValue.of(UUID.randomUUID().toString());
            values.put(path, value);
            store.write(path, value, OptionalLong.empty(), "demo");
        }
        out.printf("Four secrets are in the embedded store: %s.%n", String.join(", ", SECRETS));
    }

    private void replay(AdmissionClient client) throws IOException, InterruptedException {
        out.println("1. spark-submit creates the driver pod");
        JsonNode driver = read("driver-pod");
        JsonNode stored = admitPod(client, driver, DRIVER_UID);

        out.println("\n2. spark-submit creates the conf map, which the driver pod owns");
        JsonNode confMap = read("conf-map");
        report(VALIDATE, client.send(VALIDATE, confMap));
        cluster.storeConfigMap(confMap.at("/request/object"));
        awaitSecret();
        ProcessView view = new ProcessView(cluster.secrets());
        printPod(driver.at("/request/object"), stored, view, "THE DRIVER SEES");
        printConf(confMap);

        out.println("\n3. The driver creates its executors");
        for (String file : List.of("executor-pod-1", "executor-pod-2")) {
            JsonNode executor = read(file);
            JsonNode executorStored =
                    admitPod(client, executor, UUID.randomUUID().toString());
            if (file.endsWith("1")) {
                printPod(
                        executor.at("/request/object"),
                        executorStored,
                        new ProcessView(cluster.secrets()),
                        "THE EXECUTOR SEES");
            }
        }
        printSecrets();
    }

    /** The driver's Secret comes a moment after its conf map is stored. */
    private void awaitSecret() throws InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (cluster.secrets().isEmpty() && System.nanoTime() - end < 0) {
            Thread.sleep(STEP);
        }
    }

    private void printSecrets() {
        out.println("\nThe delivery Secrets that were created. Both go when the driver pod goes.");
        TextTable table = new TextTable("SECRET", "OWNER", "KEYS");
        cluster.secrets().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(secret -> table.add(
                        shortName(secret.name()),
                        secret.owner().kind() + " " + secret.owner().name(),
                        String.join(", ", new TreeSet<>(secret.data().keySet()))));
        table.lines().forEach(out::println);
        out.flush();
    }

    private void deny(AdmissionClient client) throws IOException, InterruptedException {
        out.println(
                "\n4. A pod with three mistakes: a secret that is missing, one that is forbidden, a malformed reference");
        ObjectNode review = (ObjectNode) read("driver-pod");
        ObjectNode pod = (ObjectNode) review.at("/request/object");
        for (JsonNode variable : pod.at("/spec/containers/0/env")) {
            switch (variable.path("name").asString()) {
                case "PROBE_DB" -> ((ObjectNode) variable).put("value", "${secrets.DB_PASSWORD}");
                case "PROBE_MIX" -> ((ObjectNode) variable).put("value", "user:${secrets.finance/LEDGER}");
                case "SPARK_USER" -> ((ObjectNode) variable).put("value", "${secrets.DB PASS}");
                default -> {}
            }
        }
        Answer mutated = client.send(MUTATE, review);
        report(MUTATE, mutated);
        report(
                VALIDATE,
                client.send(
                        VALIDATE,
                        with(review, mutated.object(), UUID.randomUUID().toString())));
    }

    /** Sends a pod through both webhooks and stores what comes out, as the API server does. */
    private JsonNode admitPod(AdmissionClient client, JsonNode review, String uid)
            throws IOException, InterruptedException {
        Answer mutated = client.send(MUTATE, review);
        report(MUTATE, mutated);
        JsonNode patched = with(review, mutated.object(), uid);
        report(VALIDATE, client.send(VALIDATE, patched));
        JsonNode pod = patched.at("/request/object");
        cluster.store(pod);
        return pod;
    }

    private static JsonNode with(JsonNode review, JsonNode pod, String uid) {
        ObjectNode copy = (ObjectNode) review.deepCopy();
        ObjectNode stored = (ObjectNode) pod.deepCopy();
        ((ObjectNode) stored.path("metadata")).put("uid", uid);
        ((ObjectNode) copy.path("request")).set("object", stored);
        return copy;
    }

    private void report(String path, Answer answer) {
        String what = !answer.allowed()
                ? "denied"
                : answer.operations() > 0 ? "patched, %d operations".formatted(answer.operations()) : "allowed";
        out.printf("   POST %-20s %s (%.1f ms)%n", path, what, answer.micros() / 1000.0);
        if (!answer.allowed()) {
            answer.message().lines().forEach(line -> out.println("      " + line));
        }
        answer.warnings().forEach(warning -> out.println("      warning: " + warning));
        out.flush();
    }

    private void printPod(JsonNode sent, JsonNode stored, ProcessView view, String seenBy) {
        ValueMask mask = new ValueMask(values.values());
        TextTable table = new TextTable("   WHERE", "WENT IN", "KUBERNETES STORES", seenBy);
        JsonNode container = stored.at("/spec/containers/0");
        for (JsonNode variable : sent.at("/spec/containers/0/env")) {
            String name = variable.path("name").asString();
            String text = variable.path("value").asString("");
            if (Template.mayHoldReference(text)) {
                JsonNode after = find(container, name);
                table.add("   env " + name, text, shown(after), mask.hide(view.env(container, after)));
            }
        }
        table.lines().forEach(out::println);
        out.flush();
    }

    private void printConf(JsonNode confMap) {
        ValueMask mask = new ValueMask(values.values());
        Properties before = properties(
                confMap.at("/request/object/data").path("spark.properties").asString());
        DeliverySecret secret = cluster.secrets().getFirst();
        ProcessView view = new ProcessView(cluster.secrets());
        Properties after = properties(view.entry(secret.name(), "spark.properties"));
        TextTable table = new TextTable("   SPARK CONF", "WENT IN, AND IS STORED", "THE DRIVER SEES");
        for (String key : new TreeSet<>(after.stringPropertyNames())) {
            String was = before.getProperty(key, "");
            if (Template.mayHoldReference(was)) {
                table.add("   " + key, was, seen(key, was, mask.hide(after.getProperty(key)), view, secret, mask));
            }
        }
        table.add("   spark.redaction.regex", "", after.getProperty("spark.redaction.regex", ""));
        table.lines().forEach(out::println);
        out.flush();
    }

    private static String seen(
            String key, String was, String now, ProcessView view, DeliverySecret secret, ValueMask mask) {
        if (now.startsWith("@")) {
            String file = now.substring(now.lastIndexOf('/') + 1);
            String options = view.entry(secret.name(), file).strip().replace("\n", " ");
            return now + " with " + mask.hide(options);
        }
        if (!now.equals(was)) {
            return now;
        }
        return key.startsWith("spark.kubernetes.driverEnv.")
                ? "as its env variable, above"
                : "the reference; its executors get the value";
    }

    private static JsonNode find(JsonNode container, String name) {
        for (JsonNode variable : container.path("env")) {
            if (variable.path("name").asString().equals(name)) {
                return variable;
            }
        }
        throw new IllegalStateException("the variable " + name + " is gone");
    }

    private static String shown(JsonNode variable) {
        JsonNode reference = variable.at("/valueFrom/secretKeyRef");
        return reference.isObject()
                ? "from Secret " + shortName(reference.path("name").asString()) + ", key "
                        + reference.path("key").asString()
                : variable.path("value").asString();
    }

    /** Enough of a name to tell one from another. */
    private static String shortName(String secret) {
        return secret.length() <= 20 ? secret : secret.substring(0, 20) + "…";
    }

    private static Properties properties(String text) {
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(text));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(String name) throws IOException {
        String resource = "/demo/" + name + ".json";
        try (InputStream in = Demo.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            return JsonMapper.shared().readTree(in);
        }
    }
}
