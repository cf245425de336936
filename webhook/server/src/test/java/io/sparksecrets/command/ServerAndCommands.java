package io.sparksecrets.command;

import io.sparksecrets.ReportedCase;
import io.sparksecrets.command.job.CheckCommand;
import io.sparksecrets.command.job.MutateCommand;
import io.sparksecrets.command.job.StoreResolverOpener;
import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.command.secrets.SecretsCommand;
import io.sparksecrets.configuration.Setting;
import io.sparksecrets.demo.AdmissionClient.Answer;
import io.sparksecrets.demo.ProcessView;
import io.sparksecrets.store.adapter.StoreAdapters;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.submission.SentConfMap;
import io.sparksecrets.submission.SentPod;
import io.sparksecrets.validation.WebhookUnderTest;
import io.sparksecrets.validation.WebhookUnderTest.Admission;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The whole server over HTTPS, and the commands of a person beside it, with the same embedded store. */
final class ServerAndCommands implements AutoCloseable {

    private final StoreOpener stores = new StoreAdapters(access -> Optional.empty());
    private final Path directory;
    private final WebhookUnderTest webhook;

    ServerAndCommands(Path directory, Map<Setting<?>, String> settings) {
        this.directory = directory;
        this.webhook = WebhookUnderTest.start(directory, settings);
    }

    ServerAndCommands(Path directory) {
        this(directory, Map.of());
    }

    @Override
    public void close() {
        webhook.stop();
    }

    WebhookUnderTest webhook() {
        return webhook;
    }

    void put(String key, String value) {
        CommandRun run = put(value.getBytes(StandardCharsets.UTF_8), key);
        if (run.exitCode() != 0) {
            throw new AssertionError(run.err());
        }
    }

    /** {@code secrets put} with what is piped in. */
    CommandRun put(byte[] piped, String... arguments) {
        return run(
                List.of("secrets", "put"),
                piped,
                Stream.concat(Stream.of(arguments), inDirectory()).toArray(String[]::new));
    }

    /** {@code check} of a file. */
    CommandRun check(ReportedCase input, String... options) {
        return run(
                List.of("check", "-f", input.file().toString()),
                new byte[0],
                Stream.concat(Stream.of(options), inDirectory()).toArray(String[]::new));
    }

    /** {@code mutate} of a file. */
    CommandRun mutate(ReportedCase input) {
        return CommandRun.of(
                new CommandLine(new MutateCommand(InputStream.nullInputStream())),
                "mutate",
                "-f",
                input.file().toString());
    }

    private Stream<String> inDirectory() {
        return Stream.of("--data", directory.toString());
    }

    private CommandRun run(List<String> command, byte[] piped, String... more) {
        CommandContext context = new Surroundings().stores(stores).input(piped).context();
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(Arrays.asList(more));
        return CommandRun.of(
                command.getFirst().equals("check")
                        ? CheckCommand.create(context, new StoreResolverOpener(stores))
                        : SecretsCommand.create(context),
                arguments.toArray(String[]::new));
    }

    /** Sends a pod through both webhooks, as the API server does on its creation. */
    Admission create(ObjectNode pod) throws Exception {
        return create(pod, pod.at("/metadata/namespace").asString("default"));
    }

    /** The same in a namespace, which the API server writes into the pod. */
    Admission create(ObjectNode pod, String namespace) throws Exception {
        ObjectNode object = pod.deepCopy();
        object.withObject("metadata").put("namespace", namespace);
        ObjectNode review = webhook.review("driver-pod");
        ObjectNode request = (ObjectNode) review.path("request");
        request.put("namespace", namespace);
        request.put("name", pod.at("/metadata/name").asString(""));
        request.set("object", object);
        String uid = pod.at("/metadata/uid").asString("");
        Admission admission =
                webhook.send(review, uid.isEmpty() ? UUID.randomUUID().toString() : uid);
        if (admission.isAllowed() && !admission.pod().at("/metadata/labels").has("spark-role")) {
            awaitDelivery(admission.pod());
        }
        return admission;
    }

    boolean isStored(SentPod pod) {
        return webhook.cluster()
                .pod(pod.request().namespace(), pod.pod().name())
                .isPresent();
    }

    /** Sends the conf map of a driver that is stored. */
    Answer create(SentConfMap confMap) throws Exception {
        ObjectNode object = confMap.json().deepCopy();
        ObjectNode metadata = object.withObject("metadata");
        metadata.put("name", confMap.name())
                .put("namespace", confMap.driver().request().namespace());
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", confMap.owner().name())
                .put("uid", confMap.owner().uid())
                .put("controller", true);
        ObjectNode review = webhook.review("conf-map");
        ObjectNode request = (ObjectNode) review.path("request");
        request.put("namespace", metadata.path("namespace").asString()).put("name", confMap.name());
        request.set("object", object);
        return webhook.validate(review);
    }

    /** The conf of the recorded driver, which is stored first. */
    Answer createConf(String properties) throws Exception {
        webhook.startAfresh();
        for (String path : List.of("CONF_PASS", "DB_PASS", "EXE_PASS", "OPT_PASS")) {
            put(path, "of the recorded run");
        }
        webhook.send(webhook.review("driver-pod"), webhook.driverUid());
        ObjectNode review = webhook.review("conf-map");
        ((ObjectNode) review.at("/request/object/data")).put("spark.properties", properties);
        return webhook.validate(review);
    }

    /** What a process of the pod's first container sees in a variable. */
    String seen(Admission admission, String variable) {
        JsonNode container = admission.pod().at("/spec/containers/0");
        ProcessView view = new ProcessView(webhook.cluster().secrets());
        return container
                .path("env")
                .valueStream()
                .filter(one -> one.path("name").asString("").equals(variable))
                .map(one -> view.env(container, one))
                .findFirst()
                .orElseThrow();
    }

    /** A pod's own Secret comes just after the pod is stored. */
    private void awaitDelivery(JsonNode pod) throws Exception {
        String delivery =
                pod.at("/metadata/annotations").path("sparksecrets.io/delivery").asString("");
        if (!delivery.isEmpty()) {
            webhook.cluster()
                    .awaitSecret(JsonMapper.shared()
                            .readTree(delivery)
                            .path("secret")
                            .asString());
        }
    }
}
