package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.sparksecrets.command.certs.CertsCommand;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pods are created all the while on a real API server, each of them through three replicas of the webhook. */
@SuppressWarnings("NullAway.Init")
class AdmissionThroughRotationsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path directory;

    private static ApiServer server;
    private static ReplicasOnApiServer replicas;

    @BeforeAll
    static void start() throws Exception {
        server = RealServer.start(ApiServer::start);
        replicas = new ReplicasOnApiServer(server.config(), directory, 3);
    }

    @AfterAll
    static void end() throws IOException {
        if (replicas != null) {
            replicas.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Timeout(400)
    void noPodIsRefusedButWhileABundleIsWiped() throws Exception {
        try (PodLoad load = new PodLoad(replicas.admin())) {
            load.awaitMore(30);

            X509Certificate first = replicas.served().getFirst();
            await("renewed certificates", () -> replicas.served().stream().noneMatch(first::equals));
            load.awaitMore(30);
            assertThat(load.failures()).as("through the renewal").isEmpty();

            CommandRun rotate = run("rotate", "--namespace", ReplicasOnApiServer.NAMESPACE);
            assertThat(rotate.exitCode()).as(rotate.err()).isZero();
            assertThat(rotate.out())
                    .contains("is published, and issues certificates")
                    .contains("stays trusted until");
            String former = rotate.out().replaceFirst("(?s).*Authority ([0-9a-f]+) stays trusted.*", "$1");
            CommandRun again = run("rotate", "--namespace", ReplicasOnApiServer.NAMESPACE);
            assertThat(again.out()).contains("under way already").contains(former);
            await(
                    "certificates of another authority",
                    () -> replicas.issuers().stream().noneMatch(former::equals));
            load.awaitMore(30);
            assertThat(load.failures()).as("through the change of authority").isEmpty();

            secret().delete();
            await("the deleted Secret", () -> secret().get() != null);
            load.awaitMore(30);
            for (String key : List.of("tls.crt", "tls.key", "authority.crt", "authority.key")) {
                secret().edit(found ->
                        new SecretBuilder(found).addToData(key, "").build());
                await(
                        key + " that somebody emptied",
                        () -> !data().getOrDefault(key, "").isEmpty());
            }
            load.awaitMore(30);
            assertThat(load.failures())
                    .as("through a deleted and an edited Secret")
                    .isEmpty();

            load.expectFailures(true);
            Duration outage = replicas.wipe();
            load.awaitMore(30);
            assertThat(outage).as("how long the caBundles were empty").isLessThan(Duration.ofSeconds(10));
            load.expectFailures(false);
            load.awaitMore(30);
            assertThat(load.failures()).as("after the bundles were put back").isEmpty();
            System.out.printf(
                    "%d pods through %d replicas, 0 refused; caBundles empty for %d ms, %d refused meanwhile%n",
                    load.created(), replicas.served().size(), outage.toMillis(), load.expectedFailures());
        }
    }

    @Test
    void whatIsServedAndWhoIsTrustedIsShown() {
        CommandRun trusted = show();

        assertThat(trusted.exitCode()).as(trusted.err()).isZero();
        assertThat(trusted.out())
                .contains("serves")
                .contains("WEBHOOK")
                .contains("replica-0.mutate.example")
                .contains("replica-2.validate.example")
                .contains(" until ")
                .doesNotContain("NOT TRUSTED");
    }

    private static CommandRun show() {
        return run(
                "show",
                "--bind-address",
                "127.0.0.1",
                "--admission-port",
                String.valueOf(replicas.ports().getFirst()));
    }

    private static CommandRun run(String command, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "certs";
        all[1] = command;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return CommandRun.of(
                CertsCommand.create(new Surroundings()
                        .cluster(replicas.config())
                        .environment(Map.of("HOME", directory.toString()))
                        .context()),
                all);
    }

    private static Resource<Secret> secret() {
        return replicas.admin()
                .secrets()
                .inNamespace(ReplicasOnApiServer.NAMESPACE)
                .withName("spark-secrets-certificates");
    }

    private static Map<String, String> data() {
        Secret found = secret().get();
        return found == null || found.getData() == null ? Map.of() : found.getData();
    }

    private static void await(String what, Waiting.Condition condition) throws IOException {
        Waiting.until(what, PATIENCE, condition);
    }
}
