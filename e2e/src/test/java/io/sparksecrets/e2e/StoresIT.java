package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.e2e.webhook.Webhook;
import io.sparksecrets.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same job gets its secrets from each of the stores that an operator may choose. */
@EndToEndTest
class StoresIT {

    /** What {@code deploy/README.md} shows. */
    private static final String VAULT_VALUES = """
            secretStore:
              type: vault
              vaultSettings:
                endpoint: "http://vault.vault.svc.cluster.local:8200"
                path: "/v1/secret/data/iomete/poc"
                token: "root"
            """;

    private static final int VAULT_PORT = 8200;

    @TempDir
    Path directory;

    @Test
    void aVault(Installation installation) throws Exception {
        installation.createNamespace("vault", Map.of());
        Path vault =
                installation.cluster().publish(installation.prepared("vault").resolve("vault"));
        LabelledPod server = new LabelledPod(installation, "vault", "vault")
                .env("VAULT_DEV_ROOT_TOKEN_ID", "root")
                .env("VAULT_DEV_LISTEN_ADDRESS", "0.0.0.0:" + VAULT_PORT)
                .expose(VAULT_PORT)
                .start(List.of("/opt/jobs/" + vault.getFileName(), "server", "-dev", "-dev-no-store-token"));
        server.awaitInLog("Development mode should NOT be used");

        try (Webhook webhook = installation.webhook("vault-store", VAULT_VALUES)) {
            assertThatTheJobGetsItsSecret(installation, webhook);
            assertThat(Files.readString(Path.of(System.getProperty("e2e.deploy"), "README.md")))
                    .as(
                            "the README of the chart shows these values, with TLS, which a Vault in development mode has not")
                    .contains(VAULT_VALUES.strip().replace("http://", "https://"));
        }
        server.delete();
    }

    @Test
    void aPostgreSql(Installation installation) throws Exception {
        String password = "of PostgreSQL's user";
        installation.createNamespace("postgres", Map.of());
        LabelledPod server = PostgresPod.start(installation, "postgres", password);
        Path keyset = directory.resolve("keyset.json");
        Command.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-jar",
                        Objects.requireNonNull(System.getProperty("spark-secrets.jar")),
                        "keys",
                        "create",
                        keyset.toString())
                .check();
        installation.createNamespace("spark-secrets-database-store", Map.of());
        installation
                .client()
                .resource(secret("database", Map.of("password", password)))
                .create();
        installation
                .client()
                .resource(secret("keyset", Map.of("keyset.json", Files.readString(keyset))))
                .create();

        try (Webhook webhook = installation.webhook("database-store", """
                secretStore:
                  type: database
                  databaseSettings:
                    url: "jdbc:postgresql://db.postgres.svc.cluster.local:5432/postgres"
                    user: etl
                    passwordSecret: {name: database, key: password}
                    keysetSecret: {name: keyset, key: keyset.json}
                """)) {
            assertThatTheJobGetsItsSecret(installation, webhook);
        }
        server.delete();
    }

    @Test
    void aSecretOfKubernetes(Installation installation) throws Exception {
        assertThatTheJobGetsItsSecret(installation, installation.webhook());
    }

    private static void assertThatTheJobGetsItsSecret(Installation installation, Webhook webhook) throws IOException {
        Secrets secrets = new Secrets(webhook).put("STORE_KEY", "it's \"of\" \\", " \u00e9");
        String namespace = "job-of-" + webhook.injection();
        installation.createNamespace(namespace, webhook);
        Submission submission = installation
                .submission(namespace, "job")
                .conf("spark.hadoop.e2e.key", "${secrets.STORE_KEY}")
                .conf("spark.kubernetes.driverEnv.KEY", "${secrets.STORE_KEY}")
                .conf("spark.executorEnv.KEY", "${secrets.STORE_KEY}")
                .arguments(
                        "1",
                        "driver:hadoop:e2e.key:" + secrets.hash("STORE_KEY"),
                        "driver:env:KEY:" + secrets.hash("STORE_KEY"),
                        "executor:env:KEY:" + secrets.hash("STORE_KEY"));

        Command.Result submitted = submission.run();

        assertThat(submitted.exitCode()).as(submitted.errors()).isZero();
        Application application = installation.application(submission);
        assertThat(application.awaitEnd())
                .as(application.log(application.driver()))
                .isEqualTo("Succeeded");
        assertThat(secrets.in(webhook.log())).isEmpty();
        application.delete();
    }

    private static Secret secret(String name, Map<String, String> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("spark-secrets-database-store")
                .withName(name)
                .endMetadata()
                .withStringData(data)
                .build();
    }
}
