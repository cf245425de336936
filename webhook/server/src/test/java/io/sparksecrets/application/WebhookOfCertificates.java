package io.sparksecrets.application;

import io.sparksecrets.certs.CertificateSource;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.delivery.NoCluster;
import io.sparksecrets.store.database.EmbeddedDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running webhook with certificates from somewhere, and what its metrics say of them. */
final class WebhookOfCertificates implements AutoCloseable {

    private final Application application;
    private final HttpClient client = HttpClient.newHttpClient();

    private WebhookOfCertificates(Application application) {
        this.application = application;
    }

    static WebhookOfCertificates start(Path directory, CertificateSource certificates) throws ConfigurationException {
        Configuration configuration = ConfigurationReader.read(
                null,
                Map.of(),
                Map.of(
                        Settings.DATA_DIRECTORY, directory.toString(),
                        Settings.BIND_ADDRESS, "127.0.0.1",
                        Settings.ADMISSION_PORT, "0",
                        Settings.HEALTH_PORT, "0",
                        Settings.DRAIN_DELAY, "0s"),
                access -> Optional.empty());
        return new WebhookOfCertificates(Application.start(
                configuration,
                List.of(EmbeddedDatabase.open(directory.resolve("data"))),
                new NoCluster(),
                Installation.of(certificates, new byte[32])));
    }

    /** 1 while there is one. */
    long problem() throws IOException {
        return metric("spark_secrets_certificate_problem");
    }

    /** In seconds since 1970; 0 while there is none. */
    long expiry() throws IOException {
        return metric("spark_secrets_certificate_expiry_seconds");
    }

    /** In seconds since 1970; 0 while there is none. */
    long loaded() throws IOException {
        return metric("spark_secrets_certificate_loaded_seconds");
    }

    private long metric(String name) throws IOException {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    String get(String path) throws IOException {
        URI uri = URI.create("http://localhost:%d%s".formatted(application.healthPort(), path));
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        application.stop();
        client.close();
    }
}
