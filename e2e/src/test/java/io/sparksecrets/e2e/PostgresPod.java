package io.sparksecrets.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A PostgreSQL in a pod and behind a Service, both called {@code db}, whose user is {@code etl}. */
final class PostgresPod {

    static final int PORT = 5432;

    private PostgresPod() {}

    /**
     * Starts it and returns when it takes connections.
     *
     * @param password of its user, or a reference where the namespace opts in
     */
    static LabelledPod start(Installation installation, String namespace, String password) throws IOException {
        Path directory = Files.createTempDirectory("postgres");
        Path archive = directory.resolve("postgres.txz");
        try (InputStream binaries = Objects.requireNonNull(
                PostgresPod.class.getResourceAsStream("/postgres-linux-x86_64.txz"), "PostgreSQL for this processor")) {
            Files.copy(binaries, archive);
            installation.cluster().publish(archive);
        } finally {
            Files.deleteIfExists(archive);
            Files.delete(directory);
        }
        Path program = installation.cluster().publish(program());
        LabelledPod database = new LabelledPod(installation, namespace, "db")
                .env("PASSWORD", password)
                .expose(PORT)
                .start(List.of("python3", "-u", "/opt/jobs/" + program.getFileName()));
        database.awaitInLog("database system is ready to accept connections");
        return database;
    }

    private static Path program() throws IOException {
        try {
            return Path.of(Objects.requireNonNull(PostgresPod.class.getResource("postgres.py"), "postgres.py")
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
