package io.sparksecrets.command.job;

import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.ManifestException;
import io.sparksecrets.manifest.ManifestReader;
import io.sparksecrets.mutation.LocalMutation;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.submission.ReviewedPod;
import io.sparksecrets.verdict.PodReview;
import io.sparksecrets.yaml.YamlWriter;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            "Show what the webhook makes of a pod, and why it would be refused whatever the values are. Needs no store, no cluster and no configuration.",
            "",
            "The name of the delivery Secret is made with a public key here, so the output is the same every time; a server makes"
                    + " other names. What is printed can be fed in again and does not change."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class MutateCommand implements Callable<Integer> {

    private enum Output {
        yaml,
        patch
    }

    private final InputStream standardInput;
    private final LocalMutation mutation = new LocalMutation(RewriteSettings.DEFAULTS);

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
        List<Problem> warnings = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Manifest manifest : ManifestReader.read(file, standardInput)) {
            SparkPod pod = new SparkPod(podOf(manifest));
            PodRequest request = requestOf(manifest);
            LocalMutation.MutatedPod mutated = mutation.of(pod, request);
            warnings.addAll(mutated.rewrite().warnings());
            problems.addAll(
                    PodReview.of(mutation.rewriter(), mutated.pod(), request).problems());
            texts.add(
                    output == Output.patch
                            ? mutated.rewrite().patch().toPrettyString() + "\n"
                            : YamlWriter.write(shown(mutated.pod().json())));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(String.join(output == Output.yaml ? "---\n" : "", texts));
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        warnings.forEach(warning -> err.println("warning: " + warning));
        err.flush();
        if (!problems.isEmpty()) {
            throw CommandFailure.failed(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        return 0;
    }

    /** Without what the API server keeps for itself and kubectl does not show either. */
    private static JsonNode shown(JsonNode pod) {
        if (pod.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        return pod;
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
        if (manifest instanceof Manifest.AdmissionReview review) {
            return ReviewedPod.request(review);
        }
        String namespace =
                ((Manifest.Pod) manifest).tree().at("/metadata/namespace").asString("default");
        return PodRequest.of(namespace, ReviewedPod.NO_REQUEST);
    }
}
