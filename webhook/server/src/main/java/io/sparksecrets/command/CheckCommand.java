package io.sparksecrets.command;

import io.sparksecrets.configuration.ClusterConfig;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.Setting;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.inspection.Finding;
import io.sparksecrets.inspection.ReferenceFinder;
import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.ManifestException;
import io.sparksecrets.manifest.ManifestReader;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.text.Printable;
import io.sparksecrets.text.TextTable;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says before a launch which references of a job would get a value. */
@Command(
        name = "check",
        description = {
            "Check every reference of a job before it is launched: whether it is well formed, whether the job may use the secret, and"
                    + " whether there is a value. Values are not shown.",
            "",
            "Takes Kubernetes objects as YAML or JSON (SparkApplication, Pod, ConfigMap, AdmissionReview, any other) and Spark's"
                    + " properties files."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class CheckCommand implements Callable<Integer> {

    private final ConfigurationOptions configuration;
    private final ReferenceChecker checker;
    private final InputStream standardInput;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-f", "--file"},
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "What to check; - for standard input. May be given several times.")
    private List<String> files = List.of();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "The namespace of the pods. Default: what the file says, else default.")
    private @Nullable String namespace;

    @Option(
            names = "--service-account",
            paramLabel = "NAME",
            description = "The service account of the pods. Default: what the file says, else default.")
    private @Nullable String serviceAccount;

    @Mixin
    private final StoreOption storeOption = new StoreOption();

    private record Inspected(Manifest manifest, Workload workload, List<Finding> findings) {}

    private CheckCommand(ConfigurationOptions configuration, ReferenceChecker checker, InputStream standardInput) {
        this.configuration = configuration;
        this.checker = checker;
        this.standardInput = standardInput;
    }

    /**
     * The command, ready to be added to the others.
     *
     * @param environment the variables of the process
     */
    public static CommandLine create(
            ReferenceChecker checker,
            ClusterConfig clusters,
            InputStream standardInput,
            Map<String, String> environment) {
        ConfigurationOptions options = new ConfigurationOptions(environment, clusters);
        CommandLine check = new CommandLine(new CheckCommand(options, checker, standardInput));
        List<Setting<?>> settings = new ArrayList<>(Settings.ofStores());
        // The namespace of a check is that of the pods.
        settings.remove(Settings.NAMESPACE);
        settings.add(Settings.POLICY_RULES);
        options.addTo(check.getCommandSpec(), settings);
        return check;
    }

    @Override
    public Integer call() throws ManifestException, ConfigurationException {
        List<Inspected> inspected = inspect();
        Map<Workload, Set<Reference>> references = new LinkedHashMap<>();
        for (Inspected one : inspected) {
            for (Finding finding : one.findings()) {
                if (finding instanceof Finding.Found found) {
                    references
                            .computeIfAbsent(one.workload(), workload -> new LinkedHashSet<>())
                            .add(found.reference());
                }
            }
        }
        Map<Workload, Map<Reference, ReferenceChecker.Verdict>> verdicts =
                references.isEmpty() ? Map.of() : verdicts(references);
        int failures = 0;
        for (Inspected one : inspected) {
            failures += print(one, inspected.size() > 1, verdicts.getOrDefault(one.workload(), Map.of()));
        }
        if (failures > 0) {
            throw CommandFailure.failed(failures == 1 ? "1 reference failed" : failures + " references failed");
        }
        return 0;
    }

    private Map<Workload, Map<Reference, ReferenceChecker.Verdict>> verdicts(Map<Workload, Set<Reference>> references)
            throws ConfigurationException {
        Configuration read = configuration.read();
        return checker.check(read, storeOption.in(read).name(), references);
    }

    private List<Inspected> inspect() throws ManifestException {
        List<Inspected> inspected = new ArrayList<>();
        for (String file : files) {
            for (Manifest manifest : ManifestReader.read(file, standardInput)) {
                Workload workload = ManifestWorkload.of(manifest, namespace, serviceAccount);
                inspected.add(new Inspected(manifest, workload, ReferenceFinder.find(manifest)));
            }
        }
        return inspected;
    }

    /** Returns how many references failed. */
    private int print(Inspected inspected, boolean named, Map<Reference, ReferenceChecker.Verdict> verdicts) {
        PrintWriter out = spec.commandLine().getOut();
        if (named) {
            out.println(Printable.of(inspected.manifest().origin()) + ":");
        }
        if (inspected.findings().isEmpty()) {
            out.println("There are no references.");
            return 0;
        }
        int failures = 0;
        TextTable table = new TextTable("WHERE", "REFERENCE", "STORE", "RESULT");
        for (Finding finding : inspected.findings()) {
            switch (finding) {
                case Finding.Malformed malformed -> {
                    table.add(
                            malformed.where(),
                            "-",
                            "-",
                            String.valueOf(malformed.why().getMessage()));
                    failures++;
                }
                case Finding.Found found -> {
                    ReferenceChecker.Verdict verdict = verdicts.get(found.reference());
                    if (verdict == null) {
                        throw new IllegalStateException("no verdict on " + found.reference());
                    }
                    table.add(found.where(), found.source(), verdict.store(), verdict.result());
                    failures += verdict.ok() ? 0 : 1;
                }
            }
        }
        table.print(out);
        return failures;
    }
}
