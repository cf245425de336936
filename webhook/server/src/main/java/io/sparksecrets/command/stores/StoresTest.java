package io.sparksecrets.command.stores;

import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.OutputOption;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.store.adapter.ConfiguredStores;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.store.diagnosis.StepResult;
import io.sparksecrets.store.diagnosis.StoreDiagnosis;
import io.sparksecrets.store.diagnosis.StoreJson;
import io.sparksecrets.text.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

@Command(
        name = "test",
        description = {
            "Test stores step by step from this host: name resolution, connection, TLS, authentication, listing and reading. Says of"
                    + " each step how it went and, where it failed, what to do.",
            "",
            "A store is opened as the webhook opens it, so a database that is new gets its tables. Nothing else is changed unless"
                    + " --write is given. No value is shown.",
            "",
            "In a cluster: kubectl exec into a replica, as another host may see another network.",
            "",
            "Ends with 1 when a step failed."
        },
        sortOptions = false,
        usageHelpAutoWidth = true,
        footerHeading = "%nExamples:%n",
        footer = {"  spark-secrets stores test", "  spark-secrets stores test vault archive --write -o json"})
final class StoresTest implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ConfigurationOptions configuration;
    private final StoreOpener stores;
    private final ClusterConfig clusters;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which of the configured stores. Default: all.")
    private List<String> names = List.of();

    @Option(
            names = "--write",
            description = "Also write the secret " + StoreDiagnosis.PROBE_PATH + ", read it back and delete it.")
    private boolean write;

    @Mixin
    private final OutputOption output = new OutputOption();

    StoresTest(ConfigurationOptions configuration, StoreOpener stores, ClusterConfig clusters) {
        this.configuration = configuration;
        this.stores = stores;
        this.clusters = clusters;
    }

    @Override
    public Integer call() throws ConfigurationException {
        Configuration read = configuration.read();
        List<StoreConfiguration> wanted = names.isEmpty()
                ? read.stores().all()
                : names.stream()
                        .distinct()
                        .map(name -> StoreOption.named(name, read))
                        .toList();
        StoreDiagnosis diagnosis = new StoreDiagnosis(stores, clusters, read.cluster());
        Map<StoreConfiguration, List<StepResult>> results = new LinkedHashMap<>();
        PrintWriter out = spec.commandLine().getOut();
        for (StoreConfiguration store : wanted) {
            List<StepResult> steps = diagnosis.of(store, write);
            if (!output.isJson()) {
                print(store, steps, !results.isEmpty(), out);
            }
            results.put(store, steps);
        }
        if (output.isJson()) {
            out.println(json(results, read.stores()));
        } else if (results.size() > 1) {
            out.println();
            out.println(summary(results));
        }
        return results.values().stream().allMatch(StoresTest::passed) ? 0 : CommandFailure.FAILED;
    }

    /** Such as {@code 1 of 2 stores failed: vault (TLS).}. */
    private static String summary(Map<StoreConfiguration, List<StepResult>> results) {
        List<String> failed = new ArrayList<>();
        results.forEach((store, steps) -> steps.stream()
                .filter(StepResult::isFailed)
                .map(step -> step.step().words())
                .reduce((one, other) -> one + ", " + other)
                .ifPresent(where -> failed.add("%s (%s)".formatted(store.name(), where))));
        return failed.isEmpty()
                ? "All %d stores passed.".formatted(results.size())
                : "%d of %d stores failed: %s.".formatted(failed.size(), results.size(), String.join("; ", failed));
    }

    private static boolean passed(List<StepResult> steps) {
        return steps.stream().noneMatch(StepResult::isFailed);
    }

    private static void print(StoreConfiguration store, List<StepResult> steps, boolean further, PrintWriter out) {
        if (further) {
            out.println();
        }
        out.println("%s: %s".formatted(store.name(), store.place()));
        TextTable table = new TextTable("STEP", "RESULT", "DETAIL");
        for (StepResult result : steps) {
            table.add(result.step().words(), StoreJson.word(result), result.detail());
            if (!result.hint().isEmpty()) {
                table.add("", "", "-> " + result.hint());
            }
        }
        table.lines().forEach(out::println);
        out.flush();
    }

    private static String json(Map<StoreConfiguration, List<StepResult>> results, ConfiguredStores stores) {
        ArrayNode array = JSON.createArrayNode();
        results.forEach((store, steps) -> array.add(StoreJson.of(store, stores, steps)));
        return array.toPrettyString();
    }
}
