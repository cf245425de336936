package io.sparksecrets.command.job;

import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.access.InvalidAccessRulesException;
import io.sparksecrets.check.CheckedManifest;
import io.sparksecrets.check.CheckedReference;
import io.sparksecrets.check.ManifestCheck;
import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.OutputOption;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.Setting;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.ManifestException;
import io.sparksecrets.manifest.ManifestReader;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.Deadlines;
import io.sparksecrets.store.OpeningStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.submission.ManifestTexts;
import io.sparksecrets.submission.Submissions;
import io.sparksecrets.text.Printable;
import io.sparksecrets.text.TextTable;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says before a launch what the webhook will do with a job. */
@Command(
        name = "check",
        description = {
            "Say before a job is launched what the webhook will do with it: which references get a value, and what is refused, not"
                    + " sent to the webhook, or stays text. Values are read, so that what cannot be delivered is told, and not shown.",
            "",
            "Takes Kubernetes objects as YAML or JSON (Pod, what Kubernetes makes pods of, conf maps of drivers, AdmissionReview;"
                    + " SparkApplication, ScheduledSparkApplication, SparkConnect and SparkCluster of the operators) and Spark's"
                    + " properties files, as the conf of a driver in cluster mode. Whether a namespace takes part is not known."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class CheckCommand implements Callable<Integer> {

    private final ConfigurationOptions configuration;
    private final ResolverOpener resolvers;
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
            description =
                    "The service account of all pods. Default: what the file says, as Kubernetes and Spark read it.")
    private @Nullable String serviceAccount;

    @Mixin
    private final StoreOption storeOption = new StoreOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    private CheckCommand(ConfigurationOptions configuration, ResolverOpener resolvers, InputStream standardInput) {
        this.configuration = configuration;
        this.resolvers = resolvers;
        this.standardInput = standardInput;
    }

    /** The command, ready to be added to the others. */
    public static CommandLine create(CommandContext context, ResolverOpener resolvers) {
        List<Setting<?>> settings = new ArrayList<>(Settings.ofStores());
        // The namespace of a check is that of the pods.
        settings.remove(Settings.NAMESPACE);
        settings.add(Settings.POLICY_RULES);
        return context.command(settings, options -> new CheckCommand(options, resolvers, context.standardInput()));
    }

    @Override
    public Integer call() throws ManifestException, ConfigurationException {
        PrintWriter out = spec.commandLine().getOut();
        List<CheckedManifest> checked;
        try {
            checked = check();
        } catch (ConfigurationException e) {
            tell(e.problems(), out);
            throw e;
        } catch (ManifestException | StoreException | InvalidAccessRulesException | CommandFailure e) {
            tell(List.of(String.valueOf(e.getMessage())), out);
            throw e;
        }
        if (output.isJson()) {
            out.println(CheckJson.of(checked));
        } else {
            checked.forEach(one -> print(one, checked.size() > 1, out));
        }
        out.flush();
        long failures = checked.stream().mapToLong(CheckedManifest::failures).sum();
        if (failures > 0) {
            throw CommandFailure.failed(failures == 1 ? "1 reference failed" : failures + " references failed");
        }
        return 0;
    }

    /** A program that reads the output is to find the reason there too. */
    private void tell(List<String> reasons, PrintWriter out) {
        if (output.isJson()) {
            out.println(CheckJson.ofErrors(reasons));
            out.flush();
        }
    }

    private List<CheckedManifest> check() throws ManifestException, ConfigurationException {
        List<Manifest> manifests = new ArrayList<>();
        for (String file : files) {
            manifests.addAll(ManifestReader.read(file, standardInput));
        }
        Submissions submissions = new Submissions(Optional.ofNullable(namespace), Optional.ofNullable(serviceAccount));
        Set<Reference> references = references(manifests);
        if (references.isEmpty()) {
            return checkWithoutStores(submissions, manifests);
        }
        Configuration read = configuration.read();
        try (ResolverOpener.OpenResolver opened =
                resolvers.open(read, storeOption.in(read).name(), references)) {
            return new ManifestCheck(
                            submissions,
                            read.rewriteSettings(),
                            opened.resolver(),
                            read.admission().deadline())
                    .check(manifests);
        }
    }

    /** Whatever is found, nothing is asked of a store, so none has to be configured. */
    private static List<CheckedManifest> checkWithoutStores(Submissions submissions, List<Manifest> manifests) {
        OpeningStore never = new OpeningStore("none", () -> {
            throw new IllegalStateException("there is no reference");
        });
        AccessPolicy policy = AccessPolicy.of(List.of());
        Resolver resolver = new Resolver(List.of(never), never.name(), () -> policy);
        return new ManifestCheck(submissions, RewriteSettings.DEFAULTS, resolver, Deadlines.REVIEW).check(manifests);
    }

    /** All that are well formed, wherever they stand. */
    private static Set<Reference> references(List<Manifest> manifests) {
        Set<Reference> references = new LinkedHashSet<>();
        for (Manifest manifest : manifests) {
            for (ManifestTexts.Text text : ManifestTexts.of(manifest)) {
                try {
                    references.addAll(Template.parse(text.text()).references());
                } catch (MalformedReferenceException e) {
                    // It is refused, whatever else stands beside it.
                }
            }
        }
        return references;
    }

    private static void print(CheckedManifest checked, boolean named, PrintWriter out) {
        if (named) {
            out.println(Printable.of(checked.manifest().origin()) + ":");
        }
        if (checked.references().isEmpty()) {
            out.println("There are no references.");
        } else {
            TextTable table = new TextTable("WHERE", "REFERENCE", "STORE", "RESULT");
            for (CheckedReference reference : checked.references()) {
                table.add(
                        reference.place(),
                        reference.reference().isEmpty() ? "-" : reference.reference(),
                        reference.store().isEmpty() ? "-" : reference.store(),
                        reference.result());
            }
            table.lines().forEach(out::println);
            out.flush();
        }
        checked.warnings().forEach(warning -> out.println("warning: " + Printable.of(warning)));
        checked.notes().forEach(sentence -> out.println("note: " + Printable.of(sentence)));
    }
}
