package io.sparksecrets.command;

import io.fabric8.zjsonpatch.JsonPatch;
import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.ManifestException;
import io.sparksecrets.manifest.ManifestReader;
import io.sparksecrets.pod.DeliveryNames;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.PodRewrite;
import io.sparksecrets.pod.PodRewriter;
import io.sparksecrets.pod.RewriteSettings;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.yaml.YamlWriter;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows what the mutating webhook makes of a pod, without a store, a cluster or a configuration. */
@Command(
        name = "mutate",
        description = {
            "Show what the webhook makes of a pod. Needs no store, no cluster and no configuration.",
            "",
            "The name of the delivery Secret is made with a public key here, so the output is the same every time; a server makes"
                    + " other names. What is printed can be fed in again and does not change."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class MutateCommand implements Callable<Integer> {

    /** Public on purpose: nothing is created under the names that it gives. */
    private static final byte[] PUBLIC_KEY =
            "the public key of the command spark-secrets mutate".getBytes(StandardCharsets.US_ASCII);

    private static final String NO_REQUEST = "00000000-0000-0000-0000-000000000000";

    private enum Output {
        yaml,
        patch
    }

    private final InputStream standardInput;
    private final PodRewriter rewriter = new PodRewriter(new DeliveryNames(PUBLIC_KEY), RewriteSettings.DEFAULTS);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "A Pod or an AdmissionReview of one, as YAML or JSON; - for standard input.")
    private String file = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "yaml, the patched Pod (default), or patch, the JSON Patch")
    private Output output = Output.yaml;

    /** A command that reads {@code -} from this input. */
    public MutateCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() throws ManifestException {
        List<PodRewrite> rewrites = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Manifest manifest : ManifestReader.read(file, standardInput)) {
            SparkPod pod = new SparkPod(podOf(manifest));
            PodRewrite rewrite = rewriter.rewrite(pod, requestOf(manifest));
            rewrites.add(rewrite);
            texts.add(
                    output == Output.patch
                            ? rewrite.patch().toPrettyString() + "\n"
                            : YamlWriter.write(patched(pod.json(), rewrite)));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(String.join(output == Output.yaml ? "---\n" : "", texts));
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        rewrites.stream()
                .flatMap(rewrite -> rewrite.warnings().stream())
                .forEach(warning -> err.println("warning: " + warning));
        err.flush();
        List<String> problems = rewrites.stream()
                .flatMap(rewrite -> rewrite.problems().stream())
                .map(Object::toString)
                .toList();
        if (!problems.isEmpty()) {
            throw CommandFailure.failed(String.join("\n", problems));
        }
        return 0;
    }

    private static JsonNode patched(JsonNode pod, PodRewrite rewrite) {
        ObjectNode patched = (ObjectNode) JsonPatch.apply(rewrite.patch(), pod);
        // What the API server keeps for itself and kubectl does not show either.
        if (patched.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        return patched;
    }

    private static JsonNode podOf(Manifest manifest) {
        Manifest object = manifest instanceof Manifest.AdmissionReview review ? review.object() : manifest;
        if (object instanceof Manifest.Pod pod) {
            return pod.tree();
        }
        throw CommandFailure.badInput(
                manifest.origin() + " is no Pod and no AdmissionReview of a Pod; only pods are mutated");
    }

    private static PodRequest requestOf(Manifest manifest) {
        if (!(manifest instanceof Manifest.AdmissionReview review)) {
            String namespace =
                    ((Manifest.Pod) manifest).tree().at("/metadata/namespace").asString("default");
            return new PodRequest(namespace, NO_REQUEST, Optional.empty());
        }
        JsonNode request = review.request();
        Map<String, List<String>> extra = new HashMap<>();
        request.at("/userInfo/extra")
                .forEachEntry((key, values) -> extra.put(
                        key,
                        values.valueStream().map(value -> value.asString("")).toList()));
        return PodRequest.from(
                request.path("namespace").asString(""),
                request.path("uid").asString(""),
                request.at("/userInfo/username").asString(""),
                extra);
    }
}
