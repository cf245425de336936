package io.sparksecrets.store.diagnosis;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.kubernetes.ClusterSettings;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.database.PostgresSettings;
import io.sparksecrets.store.database.PostgresUrl;
import io.sparksecrets.store.vault.VaultSettings;
import io.sparksecrets.store.vault.VaultTrust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.postgresql.PGProperty;

/** Finds the way to a store in its configuration. */
final class Routes {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final ClusterConfig clusters;
    private final ClusterSettings within;

    Routes(ClusterConfig clusters, ClusterSettings within) {
        this.clusters = clusters;
        this.within = within;
    }

    Route to(StoreConfiguration store) {
        return switch (store) {
            case StoreConfiguration.Embedded embedded -> new Route.Local("the database is in a file of this host");
            case StoreConfiguration.Postgres postgres -> toPostgres(postgres.settings());
            case StoreConfiguration.Vault vault -> toVault(vault.settings());
            case StoreConfiguration.Kubernetes kubernetes ->
                clusters.find(within.access()).map(Routes::toApiServer).orElseGet(Routes::noCluster);
        };
    }

    private static Route toVault(VaultSettings settings) {
        Optional<Path> file = settings.caFile();
        return over(
                settings.endpoint(),
                new HttpsProbe(
                        () -> file.isPresent() ? VaultTrust.of(file.get()) : SSLContext.getDefault(),
                        file.isPresent()
                                ? "the authorities in the file that vaultSettings.caFile names"
                                : "an authority that Java knows, and no CA file is set",
                        "vaultSettings.caFile"),
                settings.connectTimeout());
    }

    private static Route toApiServer(Config config) {
        URI endpoint = URI.create(config.getMasterUrl());
        if (config.getHttpsProxy() != null) {
            return new Route.Local("the API server is reached through a proxy");
        }
        return over(
                endpoint,
                new HttpsProbe(
                        () -> SSLUtils.sslContext(config),
                        "the authority of the cluster that the service account or the kubeconfig names",
                        "certificate-authority in the kubeconfig"),
                TIMEOUT);
    }

    private static Route noCluster() {
        return new Route.Unknown(
                "there is no cluster: neither a service account nor a kubeconfig was found",
                "run this in a pod of the cluster, or give a kubeconfig with the variable KUBECONFIG");
    }

    private static Route over(URI endpoint, TlsProbe https, Duration timeout) {
        String host = endpoint.getHost();
        if (host == null) {
            return new Route.Unknown("the endpoint %s names no host".formatted(endpoint), "it reads https://HOST:PORT");
        }
        boolean secure = "https".equals(endpoint.getScheme().toLowerCase(Locale.ROOT));
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
        TlsProbe plain = (connection, server) ->
                StepResult.skipped(Step.TLS, "the endpoint is http, so what is sent is not encrypted");
        return new Route.Network(
                List.of(new Address(host.replaceAll("^\\[|]$", ""), port)), secure ? https : plain, timeout);
    }

    private static Route toPostgres(PostgresSettings settings) {
        return PostgresUrl.parse(settings.url())
                .map(Routes::toPostgres)
                // Not quoted: it may hold a password.
                .orElseGet(() -> new Route.Unknown(
                        "the URL of the database is no JDBC URL of PostgreSQL",
                        "it reads jdbc:postgresql://HOST:PORT/DATABASE?PARAMETER=VALUE"));
    }

    private static Route toPostgres(Properties parsed) {
        String[] hosts = String.valueOf(PGProperty.PG_HOST.getOrDefault(parsed)).split(",", -1);
        String[] ports = String.valueOf(PGProperty.PG_PORT.getOrDefault(parsed)).split(",", -1);
        List<Address> servers = new ArrayList<>();
        for (int i = 0; i < hosts.length; i++) {
            servers.add(new Address(
                    hosts[i].replaceAll("^\\[|]$", ""), Integer.parseInt(ports[Math.min(i, ports.length - 1)])));
        }
        return new Route.Network(servers, new PostgresProbe(parsed), TIMEOUT);
    }
}
