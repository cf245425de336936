package io.sparksecrets.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server takes what the chart renders for it. */
class ServerConfigurationTest {

    private static final String SNIPPET = """
            secretStore:
              type: vault            # database, kubernetes, vault
              vaultSettings:
                endpoint: "http://vault.vault.svc.cluster.local:8200"
                path: "/v1/secret/data/iomete/poc"
                token: "root"
            """;

    @Test
    void withoutAnyValues(@TempDir Path directory) throws Exception {
        Configuration read = read(directory, "{}");

        assertThat(read.certificates().secretName()).isEqualTo("spark-secrets-certificates");
        assertThat(read.certificates().webhookConfigurations()).isEqualTo("spark-secrets");
        assertThat(read.delivery().nameKeySecret()).contains("spark-secrets-name-key");
        assertThat(read.cluster().namespace()).contains(Chart.NAMESPACE);
    }

    @Test
    void withAValuesFileOfTheSystemThatThisOneFollows(@TempDir Path directory) throws Exception {
        assertThat(read(directory, SNIPPET).toString())
                .contains("http://vault.vault.svc.cluster.local:8200")
                .contains("/etc/spark-secrets/credentials/token");
    }

    @ParameterizedTest
    @MethodSource("variants")
    void withAllThatCanBeSet(String values, @TempDir Path directory) throws Exception {
        assertThat(read(directory, values)).isNotNull();
    }

    static List<String> variants() {
        return List.of(
                "secretStore: {kubernetesSettings: {secretName: other, namespace: elsewhere}}",
                """
                secretStore:
                  type: vault
                  vaultSettings:
                    endpoint: https://vault:8200
                    path: /v1/a/b/data/c
                    appRole: {mount: other, roleId: r, secretIdSecret: {name: s, key: k}}
                    namespace: team-a
                    caSecret: {name: s, key: k}
                    connectTimeout: 2s
                    readTimeout: 3s
                """,
                """
                secretStore:
                  type: vault
                  vaultSettings: {endpoint: 'https://vault:8200', path: /v1/a/data/c, kubernetes: {mount: m, role: r, audience: a}}
                """,
                """
                stores:
                  logins:
                    type: vault
                    vaultSettings: {endpoint: 'https://vault:8200', path: /v1/database/creds, kubernetes: {role: r}}
                """,
                """
                secretStore:
                  type: database
                  databaseSettings:
                    url: jdbc:postgresql://db:5432/s?sslmode=require
                    user: u
                    passwordSecret: {name: s, key: k}
                    keysetSecret: {name: s, key: k}
                    maxVersions: 3
                    maxConnections: 4
                """,
                "stores: {archive: {type: vault, vaultSettings: {endpoint: 'http://old:8200', path: /v1/s/data/a, token: t}}}",
                "cache: {enabled: false, timeToLive: 1m, negativeTimeToLive: 1s, staleWhileUnavailable: 1h, maxEntries: 1000000}",
                "policy: {rules: [{namespaces: [a], serviceAccounts: [b], secrets: ['c/**'], stores: [vault]}]}",
                "admission: {deadline: 2s, maxBodyBytes: 1MiB, port: 10250}",
                "delivery: {javaArgumentFile: always, schedulingGate: true}",
                "certificates: {source: certManager, extraNames: [a.example.com, 10.0.0.1]}",
                "certificates: {authorityValidity: 1000d, validity: 30d}",
                "shutdown: {drainDelay: 1s, timeout: 2s}",
                "logging: {level: trace, format: text}",
                "api: {enabled: false}",
                "api: {port: 8444}",
                "health: {port: 9191}");
    }

    private static Configuration read(Path directory, String values) throws IOException, ConfigurationException {
        Path file = Files.writeString(
                directory.resolve("configuration.yaml"), Chart.rendering(values).configuration());
        return ConfigurationReader.read(file, Map.of(), Map.of(), access -> Optional.empty());
    }
}
