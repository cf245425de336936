package io.sparksecrets.certs.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.certs.CertificateTrust;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.certs.rotation.RotatingCertificates;
import io.sparksecrets.certs.rotation.RotationPolicy;
import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.kubernetes.KubernetesInstallation;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.CapturedLog;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas with the rights of the README on a real API server. */
class RotationOnApiServerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final RotationPolicy LONG =
            RotationPolicy.of(List.of("spark-secrets.spark-secrets.svc"), Duration.ofDays(365), Duration.ofDays(30));
    private static final RotationPolicy SHORT = RotationPolicy.of(
            List.of("spark-secrets.spark-secrets.svc"), Duration.ofMinutes(10), Duration.ofSeconds(24));

    private static ApiServer server;
    private static ClusterUnderTest cluster;
    private static Config account;

    private final List<RunningReplica> replicas = new ArrayList<>();
    private final CapturedLog log = new CapturedLog();

    @BeforeAll
    static void start() throws IOException {
        server = RealServer.start(ApiServer::start);
        cluster = new ClusterUnderTest(server);
        account = rights().account("spark-secrets-certificates", ReadmeRights.ALL);
    }

    @AfterAll
    static void end() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void reset() {
        cluster.reset();
    }

    @AfterEach
    void stop() {
        replicas.forEach(RunningReplica::close);
        log.close();
    }

    @Test
    void replicasServeOneCertificateAndPublishItsAuthorityAndNothingElse() throws Exception {
        MutatingWebhookConfiguration before =
                cluster.mutating(ClusterUnderTest.CONFIGURATIONS).get();
        String othersBefore =
                cluster.mutating(ClusterUnderTest.OTHERS).get().getMetadata().getResourceVersion();

        replicas(3, account, LONG);
        awaitAllServe();

        assertThat(replicas.stream().map(RunningReplica::served).distinct()).hasSize(1);
        X509Certificate authority = served().chain().getLast();
        assertThat(cluster.trusted())
                .hasSize(3)
                .allSatisfy(trusted -> assertThat(trusted).containsExactly(authority));
        MutatingWebhookConfiguration after =
                cluster.mutating(ClusterUnderTest.CONFIGURATIONS).get();
        after.getWebhooks().forEach(webhook -> webhook.getClientConfig().setCaBundle(null));
        assertThat(after.getWebhooks()).isEqualTo(before.getWebhooks());
        assertThat(after.getMetadata().getLabels())
                .isEqualTo(before.getMetadata().getLabels());
        assertThat(cluster.mutating(ClusterUnderTest.OTHERS).get().getMetadata().getResourceVersion())
                .isEqualTo(othersBefore);
        assertThat(replicas).allSatisfy(replica -> assertThat(replica.problem()).isEmpty());
        assertThat(log.at(Level.ERROR))
                .as("errors, with the rights of the README")
                .isEmpty();
        assertThat(log.at(Level.WARN)).as("warnings").isEmpty();
    }

    @Test
    void clientsFindTheAuthorityInTheConfigMapAndNeverAKey() throws Exception {
        replicas(2, account, SHORT);
        awaitAllServe();
        rotate();

        Set<Map<String, String>> seen = new HashSet<>();
        X509Certificate first = served().chain().getLast();
        await("another authority", () -> {
            seen.add(cluster.configMap().get().getData());
            return replicas.stream()
                    .noneMatch(replica ->
                            replica.served().orElseThrow().chain().getLast().equals(first));
        });

        assertThat(seen).as("what it held, before, meanwhile and after").hasSizeGreaterThan(1);
        assertThat(seen).allSatisfy(data -> {
            assertThat(data).containsOnlyKeys("ca.crt");
            assertThat(data.get("ca.crt")).contains("BEGIN CERTIFICATE").doesNotContain("KEY");
        });
        assertThat(cluster.bundles(ClusterUnderTest.CONFIGURATIONS))
                .allSatisfy(bundle -> assertThat(bundle).doesNotContain("KEY"));
    }

    @Test
    void whateverSomebodyWipesOrDeletesIsPutBack() throws Exception {
        replicas(2, account, LONG);
        awaitAllServe();
        ServingCertificate before = served();
        Map<String, String> secret = cluster.secret().get().getData();
        Set<X509Certificate> trusted = Set.of(before.chain().getLast());

        cluster.wipe();
        await("the caBundles", this::isPublished);
        cluster.configMap().delete();
        // Nobody watches it; it is looked at every half minute.
        await("the ConfigMap", () -> cluster.configMap().get() != null);
        cluster.secret().delete();
        await("the Secret", () -> cluster.secret().get() != null);
        assertThat(cluster.secret().get().getData())
                .containsAllEntriesOf(Map.of(
                        "tls.crt", secret.get("tls.crt"),
                        "tls.key", secret.get("tls.key"),
                        "authority.crt", secret.get("authority.crt"),
                        "authority.key", secret.get("authority.key")));
        cluster.mutating(ClusterUnderTest.CONFIGURATIONS).delete();
        cluster.validating(ClusterUnderTest.CONFIGURATIONS).delete();
        cluster.configure(ClusterUnderTest.CONFIGURATIONS);
        await("the caBundles of new configurations", this::isPublished);

        assertThat(cluster.trusted()).allSatisfy(found -> assertThat(found).isEqualTo(trusted));
        assertThat(replicas).allSatisfy(replica -> assertThat(replica.served()).hasValue(before));
    }

    @Test
    void aFieldOfTheSecretThatSomebodyEditsIsPutBackAndWhatElseItBearsIsLeft() throws Exception {
        replicas(2, account, LONG);
        awaitAllServe();
        String key = Objects.requireNonNull(cluster.secret().get().getData().get("tls.key"));

        cluster.secret()
                .edit(found -> new SecretBuilder(found)
                        .editMetadata()
                        .addToAnnotations("who", "was here")
                        .endMetadata()
                        .addToData("tls.key", found.getData().get("authority.key"))
                        .build());

        await("the key", () -> key.equals(cluster.secret().get().getData().get("tls.key")));
        assertThat(cluster.secret().get().getMetadata().getAnnotations()).containsEntry("who", "was here");
        assertThat(log.at(Level.ERROR))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .contains("tls.crt and its key do not belong together")
                        .contains("it is put back as it was"));
    }

    @Test
    void atEveryMomentTheBundlesTrustWhatEveryReplicaServesThroughRenewalAndRotation() throws Exception {
        replicas(3, account, SHORT);
        awaitAllServe();
        ServingCertificate first = served();

        await("a renewed certificate of the same authority", () -> {
            assertTrusted();
            return replicas.stream()
                    .noneMatch(replica -> replica.served().orElseThrow().equals(first));
        });
        assertThat(served().chain().getLast()).isEqualTo(first.chain().getLast());
        X509Certificate former = first.chain().getLast();
        rotate();
        await("a certificate of another authority", () -> {
            assertTrusted();
            return replicas.stream()
                    .noneMatch(replica ->
                            replica.served().orElseThrow().chain().getLast().equals(former));
        });
        assertThat(cluster.trusted())
                .as("the overlap")
                .allSatisfy(trusted -> assertThat(trusted).hasSize(2).contains(former));
        await("the end of the former authority", () -> {
            assertTrusted();
            return cluster.trusted().stream().noneMatch(trusted -> trusted.contains(former));
        });
        assertThat(log.at(Level.ERROR)).isEmpty();
    }

    @Test
    void withoutTheRightToCreateTheObjectsOfAChartAreFilled() throws Exception {
        Config cannotCreate = rights().account("cannot-create", ReadmeRights.ALL_BUT_CREATING_SECRETS_AND_CONFIG_MAPS);
        cluster.admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(ClusterUnderTest.NAMESPACE)
                        .withName(ClusterUnderTest.SECRET)
                        .addToLabels("helm", "made-it")
                        .endMetadata()
                        .build())
                .create();
        cluster.admin()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(ClusterUnderTest.NAMESPACE)
                        .withName(ClusterUnderTest.CONFIG_MAP)
                        .addToLabels("helm", "made-it")
                        .endMetadata()
                        .build())
                .create();

        cluster.admin()
                .leases()
                .inNamespace(ClusterUnderTest.NAMESPACE)
                .withName(ClusterUnderTest.SECRET)
                .delete();
        cluster.admin()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(ClusterUnderTest.NAMESPACE)
                        .withName(ClusterUnderTest.SECRET)
                        .endMetadata()
                        .build())
                .create();

        replicas(2, cannotCreate, LONG);
        awaitAllServe();
        await("the ConfigMap", () -> cluster.configMap().get().getData() != null);

        assertThat(cluster.secret().get().getMetadata().getLabels()).containsEntry("helm", "made-it");
        assertThat(cluster.configMap().get().getMetadata().getLabels()).containsEntry("helm", "made-it");
        assertThat(log.at(Level.ERROR)).isEmpty();
    }

    @Test
    void whoMayDoNothingIsToldWhatAndWhereTheRightsAreListed() throws Exception {
        replicas(1, rights().account("may-do-nothing", rule -> false), LONG);

        await(
                "a problem",
                () -> replicas.getFirst()
                        .problem()
                        .filter(problem -> problem.contains("cannot"))
                        .isPresent());

        assertThat(replicas.getFirst().problem().orElseThrow())
                .contains("may-do-nothing")
                .contains("mutatingwebhookconfigurations")
                .contains("certs/README.md lists the rights");
    }

    private static ReadmeRights rights() {
        return new ReadmeRights(cluster.administrator(), ClusterUnderTest.NAMESPACE);
    }

    private static void rotate() throws InstallationException {
        try (KubernetesInstallation installation =
                KubernetesInstallation.connect(account, ClusterUnderTest.NAMESPACE)) {
            RotatingCertificates.begin(ClusterUnderTest.SECRET, SHORT, installation, InstantSource.system());
        }
    }

    private void replicas(int count, Config config, RotationPolicy policy) {
        for (int i = 0; i < count; i++) {
            replicas.add(new RunningReplica(config, policy));
        }
    }

    private ServingCertificate served() {
        return replicas.getFirst().served().orElseThrow();
    }

    private boolean isPublished() {
        return cluster.trusted().stream()
                .allMatch(trusted -> trusted.contains(served().chain().getLast()));
    }

    private void awaitAllServe() throws IOException {
        await(
                "a certificate of every replica",
                () -> replicas.stream().allMatch(replica -> replica.served().isPresent()));
        await("its authority in every caBundle", this::isPublished);
    }

    /** The bundles are read after what is served, so they may only be newer; what is served then must still be trusted. */
    private void assertTrusted() {
        List<ServingCertificate> served =
                replicas.stream().map(replica -> replica.served().orElseThrow()).toList();
        List<Set<X509Certificate>> bundles = cluster.trusted();
        Instant now = Instant.now();
        for (ServingCertificate one : served) {
            assertThat(bundles)
                    .allSatisfy(bundle -> assertThat(CertificateTrust.accepts(bundle, one.chain(), now))
                            .isTrue());
        }
    }

    private static void await(String what, Waiting.Condition condition) throws IOException {
        Waiting.until(what, PATIENCE, condition);
    }
}
