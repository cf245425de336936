package io.sparksecrets.validation;

import io.sparksecrets.application.Application;
import io.sparksecrets.application.Installation;
import io.sparksecrets.application.MemoryCertificates;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.configuration.Setting;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.delivery.PodEvent;
import io.sparksecrets.delivery.WaitingPod;
import io.sparksecrets.demo.AdmissionClient;
import io.sparksecrets.demo.AdmissionClient.Answer;
import io.sparksecrets.demo.ClusterInMemory;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.database.EmbeddedDatabase;
import io.sparksecrets.testing.CapturedLog;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The whole server with an embedded store, or with another, and a client that does what an API server does with pods. */
public final class WebhookUnderTest {

    private static final String DEADLINE = "700ms";
    private static final String RECORDED_DRIVER_UID = "717a7eae-5d25-4373-9dc7-d08f4189aead";

    private final SecretStore store;
    private final CurrentCluster cluster = new CurrentCluster();
    private final CapturedLog log = new CapturedLog();
    private final Application application;
    private final AdmissionClient client;
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private volatile String driverUid = RECORDED_DRIVER_UID;
    private volatile CountDownLatch storeSleeps = new CountDownLatch(0);

    private WebhookUnderTest(
            Path directory, Map<Setting<?>, String> settings, SecretStore store, SecretStore... namedStores) {
        MemoryCertificates certificates = MemoryCertificates.making(List.of("127.0.0.1"));
        this.store = store;
        application = Application.start(
                configuration(directory, settings, namedStores),
                Stream.concat(Stream.of(slowable(store)), Stream.of(namedStores))
                        .toList(),
                cluster,
                Installation.of(certificates, new byte[32]));
        client = new AdmissionClient(application.admissionPort(), certificates.authority());
        storeDriver();
    }

    public static WebhookUnderTest start(Path directory) {
        return start(directory, Map.of());
    }

    /** With a store that belongs to it from now on. */
    static WebhookUnderTest start(Path directory, SecretStore store) {
        return new WebhookUnderTest(directory, Map.of(), store);
    }

    /** With settings beside those that every test has. */
    public static WebhookUnderTest start(Path directory, Map<Setting<?>, String> settings) {
        return new WebhookUnderTest(directory, settings, EmbeddedDatabase.open(directory));
    }

    /** With an embedded store, and a named one that makes credentials, which belongs to the webhook from now on. */
    static WebhookUnderTest startWithCredentials(
            Path directory, Map<Setting<?>, String> settings, SecretStore credentials) {
        return new WebhookUnderTest(directory, settings, EmbeddedDatabase.open(directory), credentials);
    }

    public void stop() {
        client.close();
        application.stop();
        log.close();
    }

    void write(String path, String value) {
        store.write(path, SecretValue.of(value), OptionalLong.empty(), "test");
    }

    void delete(String path) {
        store.delete(path);
    }

    public CurrentCluster cluster() {
        return cluster;
    }

    /** Empties the cluster; reviews are about another driver from now on, of whom the webhook knows nothing. */
    public void startAfresh() {
        cluster.current = new ClusterInMemory();
        driverUid = UUID.randomUUID().toString();
        storeDriver();
    }

    /** A driver is stored, to which nothing is delivered; without one there are no executors. */
    private void storeDriver() {
        ObjectNode pod = (ObjectNode) review("driver-pod").at("/request/object").deepCopy();
        ((ObjectNode) pod.path("metadata")).put("uid", driverUid);
        cluster.current.store(pod);
    }

    /** The UID of the driver in reviews. */
    public String driverUid() {
        return driverUid;
    }

    /** A recorded review of the run that the demo shows. */
    public ObjectNode review(String name) {
        String recorded = resource("/demo/" + name + ".json").toString();
        return (ObjectNode) JsonMapper.shared().readTree(recorded.replace(RECORDED_DRIVER_UID, driverUid));
    }

    /** A review of a pod that owns its Secret and has one reference, to DB_PASS in the variable KEY. */
    ObjectNode reviewOfNotebook(String name) {
        ObjectNode review = review("executor-pod-1");
        ((ObjectNode) review.path("request"))
                .put("name", name)
                .putObject("userInfo")
                .put("username", "admin");
        ObjectNode pod = (ObjectNode) review.at("/request/object");
        ObjectNode metadata = (ObjectNode) pod.path("metadata");
        metadata.put("name", name).remove("ownerReferences");
        metadata.remove("labels");
        ObjectNode container = (ObjectNode) pod.at("/spec/containers/0");
        container.putArray("env").addObject().put("name", "KEY").put("value", "${secrets.DB_PASS}");
        return review;
    }

    /** Writes the secrets that the recorded run refers to, with the value {@code value-of-PATH} each. */
    void writeRecordedSecrets() {
        for (String path : new String[] {"CONF_PASS", "DB_PASS", "EXE_PASS", "OPT_PASS"}) {
            write(path, "value-of-" + path);
        }
    }

    static ObjectNode resource(String name) {
        try (InputStream in = WebhookUnderTest.class.getResourceAsStream(name)) {
            return (ObjectNode) JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public Answer mutate(JsonNode review) throws IOException, InterruptedException {
        return remembered(client.send("/admission/mutate", review));
    }

    /** Sends a review to the validating webhook; a ConfigMap that it allows is stored, as an API server does. */
    public Answer validate(JsonNode review) throws IOException, InterruptedException {
        Answer answer = remembered(client.send("/admission/validate", review));
        if (answer.allowed()
                && review.at("/request/resource/resource").asString().equals("configmaps")
                && !review.at("/request/dryRun").asBoolean(false)) {
            cluster.current.storeConfigMap(review.at("/request/object"));
        }
        return answer;
    }

    /** Sends a review that nobody but the sender knows of, so that nothing is stored. */
    public Answer validateOnly(JsonNode review) throws IOException, InterruptedException {
        return remembered(client.send("/admission/validate", review));
    }

    /**
     * What both webhooks said of a pod.
     *
     * @param pod as it is, or would be, stored
     */
    public record Admission(JsonNode pod, Answer mutated, Answer validated) {

        public boolean isAllowed() {
            return validated.allowed();
        }

        /** Why it is refused; empty when it is not. */
        public String message() {
            return validated.message();
        }

        /** Each that the API server tells, once. */
        public List<String> warnings() {
            return Stream.concat(mutated.warnings().stream(), validated.warnings().stream())
                    .distinct()
                    .toList();
        }
    }

    /** Sends a pod through both webhooks and answers what validation says. */
    Answer submit(ObjectNode review) throws IOException, InterruptedException {
        return sent(review, UUID.randomUUID().toString()).validated();
    }

    /** Sends a pod through both webhooks, and stores it where they allow it. */
    public Admission send(ObjectNode review, String uid) throws IOException, InterruptedException {
        Admission admission = sent(review, uid);
        if (admission.isAllowed()) {
            cluster.current.store(admission.pod());
        }
        return admission;
    }

    /** Sends a pod through both webhooks, which must allow it, and stores it. */
    JsonNode admit(ObjectNode review, String uid) throws IOException, InterruptedException {
        Admission admission = send(review, uid);
        if (!admission.isAllowed()) {
            throw new AssertionError("denied: " + admission.message());
        }
        return admission.pod();
    }

    private Admission sent(ObjectNode review, String uid) throws IOException, InterruptedException {
        Answer mutated = mutate(review);
        ObjectNode pod = (ObjectNode) mutated.object().deepCopy();
        ((ObjectNode) pod.path("metadata")).put("uid", uid);
        ObjectNode next = review.deepCopy();
        ((ObjectNode) next.path("request")).set("object", pod);
        return new Admission(pod, mutated, validate(next));
    }

    interface Action {
        void run() throws Exception;
    }

    /** While it runs, the store does not answer. */
    void whileTheStoreSleeps(Action action) throws Exception {
        storeSleeps = new CountDownLatch(1);
        try {
            action.run();
        } finally {
            storeSleeps.countDown();
        }
    }

    /** Everything that was answered, as text. */
    public List<String> answers() {
        return List.copyOf(answers);
    }

    public Stream<String> log() {
        return log.lines();
    }

    String metrics() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + application.healthPort() + "/metrics");
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private Answer remembered(Answer answer) {
        answers.add(answer.toString());
        return answer;
    }

    private static Configuration configuration(
            Path directory, Map<Setting<?>, String> settings, SecretStore... namedStores) {
        Map<Setting<?>, String> all = new HashMap<>(Map.of(
                // Tests write to the database behind the webhook's back.
                Settings.CACHE_ENABLED, "false",
                Settings.DATA_DIRECTORY, directory.toString(),
                Settings.BIND_ADDRESS, "127.0.0.1",
                Settings.ADMISSION_PORT, "0",
                Settings.ADMISSION_DEADLINE, DEADLINE,
                Settings.HEALTH_PORT, "0",
                Settings.DRAIN_DELAY, "0s"));
        all.putAll(settings);
        try {
            return ConfigurationReader.read(
                    namedStores.length == 0 ? null : file(directory, namedStores),
                    Map.of(),
                    all,
                    access -> Optional.empty());
        } catch (ConfigurationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of each named store only says that it makes credentials; the store itself is there already. */
    private static Path file(Path directory, SecretStore... namedStores) throws IOException {
        StringBuilder yaml = new StringBuilder("stores:\n");
        for (SecretStore named : namedStores) {
            yaml.append("""
                      %s:
                        type: vault
                        vaultSettings: {endpoint: "http://127.0.0.1:1", path: /v1/database/creds, token: none}
                    """.indent(2).formatted(named.name()));
        }
        return Files.writeString(directory.resolve("config.yaml"), yaml);
    }

    /** The store, whose reads can be held up. */
    private SecretStore slowable(SecretStore store) {
        return (SecretStore) Proxy.newProxyInstance(
                SecretStore.class.getClassLoader(), new Class<?>[] {SecretStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        storeSleeps.await();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Holds up who asks for something of a namespace. */
    static final class Latch implements AutoCloseable {

        private final String namespace;
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        private Latch(String namespace) {
            this.namespace = namespace;
        }

        /** Returns when the first one waits. */
        void awaitFirst() throws InterruptedException {
            asked.await();
        }

        private void passOrWait(String ofNamespace) {
            if (ofNamespace.equals(namespace)) {
                asked.countDown();
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void close() {
            open.countDown();
        }
    }

    /** The cluster of now. */
    public static final class CurrentCluster implements Cluster {

        private static final Duration PATIENCE = Duration.ofSeconds(10);

        private volatile ClusterInMemory current = new ClusterInMemory();
        private volatile boolean patchedByAnother;
        private volatile Latch held = new Latch("");
        private volatile @Nullable ClusterException refused;

        /** From now on somebody else makes every change of a pod a moment before this webhook does. */
        void patchBeforeTheWebhook() {
            patchedByAnother = true;
        }

        public List<DeliverySecret> secrets() {
            return current.secrets();
        }

        /** The Secret of a name, which may be about to be created. */
        public DeliverySecret awaitSecret(String name) throws IOException {
            Waiting.until("the Secret " + name, PATIENCE, () -> secret(name).isPresent());
            return secret(name).orElseThrow();
        }

        private Optional<DeliverySecret> secret(String name) {
            return secrets().stream()
                    .filter(secret -> secret.name().equals(name))
                    .findFirst();
        }

        /** The first Secret, which may be about to be created. */
        public DeliverySecret awaitSecret() throws IOException {
            return awaitSecrets(1).getFirst();
        }

        /** So many Secrets, of which the last may be about to be created. */
        List<DeliverySecret> awaitSecrets(int number) throws IOException {
            Waiting.until(number + " Secrets", PATIENCE, () -> secrets().size() >= number);
            if (secrets().size() != number) {
                throw new AssertionError(
                        "there are %d Secrets, and not %d".formatted(secrets().size(), number));
            }
            return secrets();
        }

        /** No Secret, also after the time in which one would have been created. */
        void assertNoSecretComes() throws InterruptedException {
            Thread.sleep(300);
            if (!secrets().isEmpty()) {
                throw new AssertionError("there are Secrets: " + secrets());
            }
        }

        /** Stores a pod that nobody admits. */
        void store(JsonNode pod) {
            current.store(pod);
        }

        /** Stores a conf map that nobody admits. */
        void storeConfigMap(JsonNode confMap) {
            current.storeConfigMap(confMap);
        }

        /** All namespaces take part but this one. */
        void leaveOut(String namespace) {
            current.leaveOut(namespace);
        }

        /** Until it is closed, whoever asks for a pod of a namespace waits. */
        Latch holdPodsOf(String namespace) {
            held = new Latch(namespace);
            return held;
        }

        /** Why no Secret would be created from now on. */
        void refuseSecrets(ClusterException why) {
            refused = why;
        }

        @Override
        public Optional<JsonNode> configMap(String namespace, String name) {
            return current.configMap(namespace, name);
        }

        @Override
        public Optional<Map<String, String>> labelsOfNamespace(String name) {
            return current.labelsOfNamespace(name);
        }

        @Override
        public Set<String> namespacesWith(String label, String value) {
            return current.namespacesWith(label, value);
        }

        @Override
        public List<WaitingPod> waitingPods(String namespace) {
            return current.waitingPods(namespace);
        }

        @Override
        public void tryToCreate(DeliverySecret secret) {
            if (refused != null) {
                throw refused;
            }
            current.tryToCreate(secret);
        }

        @Override
        public Optional<JsonNode> pod(String namespace, String name) {
            held.passOrWait(namespace);
            return current.pod(namespace, name);
        }

        /** The first Event, which may be about to be created. */
        PodEvent awaitEvent() throws IOException {
            Waiting.until("an Event", PATIENCE, () -> !current.events().isEmpty());
            return current.events().getFirst();
        }

        List<PodEvent> events() {
            return current.events();
        }

        @Override
        public Creation create(DeliverySecret secret) {
            return current.create(secret);
        }

        @Override
        public void patchPod(String namespace, String name, JsonNode patch) {
            if (patchedByAnother) {
                current.patchPod(namespace, name, patch);
            }
            current.patchPod(namespace, name, patch);
        }

        @Override
        public void create(PodEvent event) {
            current.create(event);
        }
    }
}
