package io.sparksecrets.command;

import io.sparksecrets.application.Application;
import io.sparksecrets.application.Installation;
import io.sparksecrets.application.MemoryCertificates;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.configuration.NameKeyFile;
import io.sparksecrets.configuration.Setting;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.demo.Demo;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.StoreOpener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole way of an application, with everything embedded. */
@Command(
        name = "demo",
        description = {
            "Start everything embedded in a temporary directory, store four secrets, replay a recorded spark-submit run through HTTPS,"
                    + " and show what went in, what Kubernetes would store and what the processes would see. Values are masked."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class DemoCommand implements Callable<Integer> {

    private static final List<String> SERVER_NAMES = List.of("localhost", "127.0.0.1");

    private final StoreOpener stores;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--keep", description = "Leave the server running until Ctrl-C, and its data directory in place.")
    private boolean keep;

    @Option(
            names = "--repeat",
            paramLabel = "TIMES",
            defaultValue = "0",
            hidden = true,
            description = "Replay the run so many times more, for an AOT cache that knows what is used often.")
    private int repetitions;

    /** A command that opens its store with this. */
    public DemoCommand(StoreOpener stores) {
        this.stores = stores;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException, InterruptedException {
        Path directory = Files.createTempDirectory("spark-secrets-demo");
        Configuration configuration = configuration(directory);
        byte[] nameKey = NameKeyFile.read(configuration.delivery());
        PrintWriter out = spec.commandLine().getOut();
        SecretStore store = stores.open(configuration.stores().defaultStore(), configuration.cluster());
        MemoryCertificates certificates = MemoryCertificates.making(SERVER_NAMES);
        Application application = Demo.run(
                store,
                (opened, cluster) -> Application.start(
                        configuration, List.of(opened), cluster, Installation.of(certificates, nameKey)),
                certificates.authority(),
                repetitions,
                out);
        if (keep) {
            out.printf("%nThe server goes on, with its data in %s, until Ctrl-C.%n", directory);
            out.flush();
            new CountDownLatch(1).await();
        }
        application.stop();
        delete(directory);
        return 0;
    }

    private static Configuration configuration(Path directory) throws ConfigurationException {
        Map<Setting<?>, String> settings = Map.of(
                Settings.DATA_DIRECTORY, directory.toString(),
                Settings.BIND_ADDRESS, "127.0.0.1",
                Settings.ADMISSION_PORT, "0",
                Settings.HEALTH_PORT, "0",
                Settings.KUBERNETES, "none",
                Settings.DRAIN_DELAY, "0s",
                Settings.LOGGING_LEVEL, "warn");
        return ConfigurationReader.read(null, Map.of(), settings, access -> Optional.empty());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
