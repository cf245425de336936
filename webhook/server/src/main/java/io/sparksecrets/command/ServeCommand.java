package io.sparksecrets.command;

import ch.qos.logback.classic.Level;
import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.application.Application;
import io.sparksecrets.application.Installation;
import io.sparksecrets.application.MemoryCertificates;
import io.sparksecrets.authorization.AccessReviews;
import io.sparksecrets.authorization.KubernetesAccessReviews;
import io.sparksecrets.authorization.LazyAccessReviews;
import io.sparksecrets.authorization.NoAccessReviews;
import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.LogFormat;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ConnectingCluster;
import io.sparksecrets.delivery.KubernetesCluster;
import io.sparksecrets.delivery.NoCluster;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.logging.JsonLogs;
import io.sparksecrets.store.OpeningStore;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.store.diagnosis.StoreDiagnosis;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the webhook until the process is told to stop. */
@Command(
        name = "serve",
        description = {
            "Run the webhook. Without any configuration it keeps secrets in an embedded database of the data directory.",
            "",
            "Stops on SIGTERM without losing a request."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class ServeCommand implements Callable<Integer> {

    private static final List<String> SERVER_NAMES = List.of("localhost", "127.0.0.1", "::1");

    private final ConfigurationOptions configuration;
    private final StoreOpener stores;
    private final ClusterConfig clusters;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private ServeCommand(ConfigurationOptions configuration, StoreOpener stores, ClusterConfig clusters) {
        this.configuration = configuration;
        this.stores = stores;
        this.clusters = clusters;
    }

    /** The command with all settings as flags. */
    public static CommandLine create(CommandContext context) {
        return context.command(
                Settings.all(), options -> new ServeCommand(options, context.stores(), context.clusters()));
    }

    @Override
    public Integer call() throws ConfigurationException, InterruptedException {
        MemoryCertificates certificates = MemoryCertificates.making(SERVER_NAMES);
        Configuration read = configuration.read();
        if (read.logging().format() == LogFormat.JSON) {
            JsonLogs.install(Level.convertAnSLF4JLevel(read.logging().level()));
        } else {
            TextLogs.install(Level.convertAnSLF4JLevel(read.logging().level()));
        }
        Supplier<Optional<Config>> config = () -> clusters.find(read.cluster().access());
        Installation installation = Installation.open(read, certificates(read, certificates), config);
        ConnectingCluster cluster = new ConnectingCluster(
                () -> config.get().<Cluster>map(KubernetesCluster::connect).orElseGet(NoCluster::new));
        // A store that is down must not keep the server from being ready, so all are opened behind its back.
        List<OpeningStore> opening = read.stores().all().stream()
                .map(store -> new OpeningStore(store.name(), () -> stores.open(store, read.cluster())))
                .toList();
        Application application = Application.start(
                read,
                opening,
                cluster,
                installation,
                new Application.Api(
                        new StoreDiagnosis(stores, clusters, read.cluster()),
                        new LazyAccessReviews(() -> reviews(config.get(), read))));
        opening.forEach(OpeningStore::open);
        cluster.connect();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            application.stop();
                            stopped.countDown();
                        },
                        "shutdown"));
        awaitServing(application);
        tellWhatIsNext(read, application);
        stopped.await();
        return 0;
    }

    /** Those that were begun before the configuration was read, unless it wants other names. */
    private static MemoryCertificates certificates(Configuration read, MemoryCertificates begun) {
        List<String> extraNames = read.certificates().extraNames();
        return extraNames.isEmpty()
                ? begun
                : MemoryCertificates.making(Stream.concat(SERVER_NAMES.stream(), extraNames.stream())
                        .toList());
    }

    private static AccessReviews reviews(Optional<Config> cluster, Configuration read) {
        Optional<String> namespace = read.cluster().namespaceIn(cluster);
        if (cluster.isEmpty()) {
            return new NoAccessReviews(
                    "this server has no Kubernetes cluster to ask who may do what; run it in one, or give it a kubeconfig");
        }
        return namespace.isEmpty()
                ? new NoAccessReviews("the namespace of the installation is not known; set namespace")
                : KubernetesAccessReviews.connect(cluster.get(), namespace.get());
    }

    private static void awaitServing(Application application) throws InterruptedException {
        try {
            application.serving().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private void tellWhatIsNext(Configuration read, Application application) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                """
                Spark Secrets is ready after %d ms.
                  admission         https://%s:%d/admission/mutate and /admission/validate
                %s  health, metrics   http://%s:%d/readyz, /livez, /metrics
                  secrets           %s

                Next, in another terminal:
                  spark-secrets secrets put DB_PASSWORD     asks for the value, or reads it from standard input
                  spark-secrets check -f pod.yaml           tells which references of a pod resolve
                """,
                ManagementFactory.getRuntimeMXBean().getUptime(),
                read.admission().bindAddress(),
                application.admissionPort(),
                api(read, application),
                read.health().bindAddress(),
                application.healthPort(),
                stores(read));
        err.flush();
    }

    private static String api(Configuration read, Application application) {
        return read.api().isEmpty() || application.apiPort().isEmpty()
                ? ""
                : "  API               https://%s:%d/api/v1%n"
                        .formatted(
                                read.api().get().bindAddress(),
                                application.apiPort().getAsInt());
    }

    private static String stores(Configuration read) {
        return read.stores().all().stream()
                .map(store ->
                        store.name() + (read.stores().isDefault(store) ? ", the default: " : ": ") + store.place())
                .collect(Collectors.joining("\n" + " ".repeat(20)));
    }
}
