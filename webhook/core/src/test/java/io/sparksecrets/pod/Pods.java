package io.sparksecrets.pod;

import io.fabric8.zjsonpatch.JsonPatch;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryNames;
import io.sparksecrets.pod.rewrite.KubeletView;
import io.sparksecrets.pod.rewrite.PodRewrite;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds the pods of the tests and plays the API server's part for them. */
public final class Pods {

    public static final String NAMESPACE = "team-a";
    public static final String APPLICATION = "spark-47b1c859e265405f86b1323507d4ce28";
    public static final PodRewriter REWRITER =
            new PodRewriter(new DeliveryNames(new byte[32]), RewriteSettings.DEFAULTS);

    private Pods() {}

    /** A pod with one container {@code main}; the caller adds what matters. */
    public static ObjectNode pod(Consumer<ObjectNode> container) {
        ObjectNode pod = JsonMapper.shared().createObjectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        pod.putObject("metadata").put("name", "notebook").put("namespace", NAMESPACE);
        ObjectNode main = pod.putObject("spec").putArray("containers").addObject();
        main.put("name", "main").put("image", "spark:4.1.1");
        container.accept(main);
        return pod;
    }

    public static ObjectNode podWithEnv(String... namesAndValues) {
        return pod(main -> env(main, namesAndValues));
    }

    public static ObjectNode podWithArgs(String... args) {
        return pod(main -> List.of(args).forEach(main.withArray("args")::add));
    }

    public static ObjectNode podWithCommand(String... words) {
        return pod(main -> List.of(words).forEach(main.withArray("command")::add));
    }

    public static void env(ObjectNode container, String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            container
                    .withArray("env")
                    .addObject()
                    .put("name", namesAndValues[i])
                    .put("value", namesAndValues[i + 1]);
        }
    }

    /** Makes an executor of a pod, owned by its driver. */
    public static ObjectNode asExecutor(ObjectNode pod, String sparkVersion, String driverUid) {
        ObjectNode metadata = (ObjectNode) pod.path("metadata");
        metadata.putObject("labels")
                .put("spark-role", "executor")
                .put("spark-app-selector", APPLICATION)
                .put("spark-version", sparkVersion);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", "driver")
                .put("uid", driverUid)
                .put("controller", true);
        ((ObjectNode) pod.at("/spec/containers/0")).put("name", "spark-kubernetes-executor");
        return pod;
    }

    public static PodRequest request(String uid) {
        return PodRequest.of(NAMESPACE, uid);
    }

    public static PodRewrite rewrite(JsonNode pod) {
        return REWRITER.rewrite(new SparkPod(pod), request("11111111-1111-1111-1111-111111111111"));
    }

    public static JsonNode apply(ArrayNode patch, JsonNode pod) {
        return JsonPatch.apply(patch, pod);
    }

    /** The pod after one run. */
    public static JsonNode rewritten(JsonNode pod) {
        return apply(rewrite(pod).patch(), pod);
    }

    public static JsonNode main(JsonNode pod) {
        return pod.at("/spec/containers/0");
    }

    /** What a value is in these tests: made from its reference, and full of what others could expand. */
    public static String valueOf(Reference reference) {
        return "<" + reference.path() + " $(A) $$ ${secrets.A} \\>";
    }

    /** What the container sees once the delivery Secret is there. */
    public static KubeletView seen(JsonNode container, Delivery delivery) {
        return KubeletView.of(container, (name, key) -> {
            if (!name.equals(delivery.secretName())) {
                throw new AssertionError("the pod waits for the Secret " + name + ", not for " + delivery.secretName());
            }
            return delivery.entries().stream()
                    .filter(entry -> entry.key().equals(key))
                    .findFirst()
                    .map(entry -> render(entry.text()))
                    .orElseThrow(() -> new AssertionError("the delivery has no entry " + key));
        });
    }

    public static String render(String template) {
        try {
            return Template.parse(template).render(Pods::valueOf);
        } catch (MalformedReferenceException e) {
            throw new AssertionError("a delivery holds a malformed template", e);
        }
    }
}
