package io.sparksecrets.certs.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.certs.rotation.SimulatedCluster.Node;
import io.sparksecrets.kubernetes.InstallationException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twelve years of replicas that come and go, lose races, lose the API server, and of people who delete what they should not. */
class RotationSimulationTest {

    private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");
    private static final Instant END = Instant.parse("2038-11-24T08:00:00Z");
    private static final List<String> NAMES = List.of("spark-secrets.spark-secrets.svc");

    private enum Trouble {
        REPLICA_STARTS,
        REPLICA_STOPS,
        REPLICA_LOSES_THE_API_SERVER,
        REPLICA_FINDS_THE_API_SERVER,
        REPLICA_IS_SUSPENDED_AS_IT_WRITES,
        ANOTHER_PUBLISHES,
        TWO_PUBLISH,
        NOBODY_PUBLISHES,
        BUNDLE_IS_WIPED,
        SECRET_IS_DELETED,
        SECRET_IS_DAMAGED,
        OPERATOR_WISHES_ANOTHER_AUTHORITY,
        ALL_KNOWLEDGE_IS_LOST
    }

    private final Map<Trouble, Integer> troubles = new EnumMap<>(Trouble.class);
    private final Set<X509Certificate> certificates = new HashSet<>();
    private final Set<X509Certificate> authorities = new HashSet<>();
    private final ApiServerTrust trust = new ApiServerTrust();
    private long connections;
    private @Nullable Instant wiped;

    @SuppressWarnings("NullAway.Init")
    private SimulatedCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private RotationPolicy policy;

    @ParameterizedTest(name = "authorities of {1}, certificates of {2}, seed {0}")
    @CsvSource({"1, P3650D, P90D", "2, P730D, P90D", "3, P730D, P90D", "4, P365D, P30D"})
    void atEveryInstantWhoeverTrustsTheCurrentBundleCanConnectToEveryReplica(
            long seed, Duration authorityValidity, Duration validity) {
        policy = new RotationPolicy(NAMES, authorityValidity, validity, Duration.ofDays(3));
        cluster = new SimulatedCluster(seed, START, policy, this::check);
        for (int i = 0; i < 3; i++) {
            cluster.start();
        }
        cluster.nodes.getFirst().publisher = true;
        // Somebody deletes what he should not no sooner than the last mishap is mended.
        while (cluster.now().isBefore(END)) {
            cluster.runUntil(cluster.now().plusSeconds(600 + cluster.random.nextInt(12 * 86400)));
            trouble();
        }
        mend();
        cluster.runUntil(cluster.now().plus(validity).plus(Duration.ofDays(1)));

        assertThat(troubles).as("every kind of trouble came").hasSize(Trouble.values().length);
        assertThat(cluster.suspensions).as("replicas suspended as they wrote").isPositive();
        long life = Duration.between(START, END).toDays();
        assertThat(certificates).as("certificates served").hasSizeGreaterThan((int) (life / validity.toDays()));
        assertThat(authorities).as("authorities").hasSizeGreaterThan((int) (life / authorityValidity.toDays()));
        assertThat(cluster.trustedBy(0)).allSatisfy(bundle -> assertThat(bundle).hasSizeLessThanOrEqualTo(3));
        assertThat(connections).as("connections tried").isGreaterThan(10_000);
    }

    @Test
    void anInstallationThatSleptForYearsWakesUpByItself() {
        policy = RotationPolicy.of(NAMES, Duration.ofDays(365), Duration.ofDays(30));
        cluster = new SimulatedCluster(1, START, policy, this::check);
        Node before = cluster.start();
        before.publisher = true;
        cluster.runUntil(START.plusSeconds(60));
        assertThat(before.answersWith()).isPresent();
        cluster.stop(before);

        for (Duration sleep : List.of(Duration.ofDays(200), Duration.ofDays(300), Duration.ofDays(3000))) {
            cluster.runUntil(cluster.now().plus(sleep));
            Node after = cluster.start();
            after.publisher = true;
            cluster.runUntil(cluster.now().plusSeconds(60));

            assertThat(after.answersWith()).as("after " + sleep).isPresent();
            cluster.stop(after);
        }
    }

    /** What every API server meets when it calls any replica that is ready. */
    private void check() {
        for (Node node : cluster.nodes) {
            Optional<ServingCertificate> served = node.answersWith();
            if (served.isEmpty()) {
                continue;
            }
            certificates.add(served.get().certificate());
            authorities.add(Serving.issuer(served.get()));
            for (int apiServer = 0; apiServer < 2; apiServer++) {
                for (Set<X509Certificate> bundle : cluster.trustedBy(apiServer)) {
                    connections++;
                    boolean accepted = trust.accepts(served.get(), bundle, cluster.now());
                    if (!accepted && !isBeingMended()) {
                        throw new AssertionError(
                                "%s: API server %d, which trusts %s, does not accept %s of %s; troubles so far: %s; replicas: %s; wiped: %s"
                                        .formatted(
                                                cluster.now(),
                                                apiServer,
                                                serials(bundle),
                                                served.get(),
                                                node,
                                                troubles,
                                                cluster.nodes,
                                                wiped));
                    }
                }
            }
        }
    }

    /** A wiped bundle is an outage; it has to end by itself within the time that a publisher and the slowest API server take. */
    private boolean isBeingMended() {
        return wiped != null && cluster.now().isBefore(wiped.plusSeconds(10));
    }

    private void trouble() {
        List<Node> nodes = cluster.nodes;
        Node one = nodes.get(cluster.random.nextInt(nodes.size()));
        Trouble trouble = Trouble.values()[cluster.random.nextInt(Trouble.values().length)];
        boolean possible = switch (trouble) {
            case REPLICA_STARTS -> nodes.size() < 4 && started();
            case REPLICA_STOPS -> nodes.size() > 1 && stopped(one);
            case REPLICA_LOSES_THE_API_SERVER -> !one.partitioned && lost(one);
            case REPLICA_FINDS_THE_API_SERVER -> one.partitioned && found(one);
            case REPLICA_IS_SUSPENDED_AS_IT_WRITES -> {
                one.suspendAtNextWrite = Duration.ofSeconds(cluster.random.nextInt(3 * 3600));
                yield true;
            }
            case ANOTHER_PUBLISHES -> publishes(one);
            case TWO_PUBLISH -> {
                one.publisher = true;
                yield nodes.stream().filter(node -> node.publisher).count() > 1;
            }
            case NOBODY_PUBLISHES -> {
                nodes.forEach(node -> node.publisher = false);
                yield true;
            }
            case BUNDLE_IS_WIPED -> wipe();
            case SECRET_IS_DELETED -> {
                cluster.putSecret(Optional.empty());
                yield true;
            }
            case SECRET_IS_DAMAGED -> damage();
            case OPERATOR_WISHES_ANOTHER_AUTHORITY -> wish(one);
            case ALL_KNOWLEDGE_IS_LOST -> loseAllKnowledge();
        };
        if (possible) {
            troubles.merge(trouble, 1, Integer::sum);
        }
        // A person puts right what no replica can: nobody who knows what was in the Secret is left.
        if (nodes.stream().anyMatch(node -> node.stuck)) {
            cluster.putSecret(Optional.empty());
        }
    }

    private boolean started() {
        cluster.start();
        return true;
    }

    private boolean stopped(Node node) {
        cluster.stop(node);
        return true;
    }

    private static boolean lost(Node node) {
        node.partitioned = true;
        return true;
    }

    private static boolean found(Node node) {
        node.partitioned = false;
        node.wakeIn(Duration.ofSeconds(1));
        return true;
    }

    private boolean publishes(Node node) {
        cluster.nodes.forEach(other -> other.publisher = other == node);
        node.wakeIn(Duration.ofSeconds(1));
        return true;
    }

    private boolean wipe() {
        Node publisher = cluster.nodes.getFirst();
        publisher.suspendAtNextWrite = Duration.ZERO;
        found(publisher);
        publishes(publisher);
        cluster.runUntil(cluster.now().plusSeconds(60));
        if (publisher.answersWith().isEmpty()) {
            return false;
        }
        wiped = cluster.now();
        boolean mutating = cluster.random.nextBoolean();
        cluster.putBundle(
                mutating ? "MutatingWebhookConfiguration" : "ValidatingWebhookConfiguration",
                cluster.random.nextBoolean() ? "" : "nonsense");
        cluster.runUntil(cluster.now().plusSeconds(60));
        return true;
    }

    private boolean damage() {
        if (cluster.secret().isEmpty()) {
            return false;
        }
        Map<String, byte[]> data = new HashMap<>();
        cluster.secret()
                .get()
                .keys()
                .forEach(key -> data.put(key, cluster.secret().get().bytes(key).orElseThrow()));
        List<String> keys = data.keySet().stream()
                .filter(key -> !key.endsWith("until") && !key.endsWith("since") && !key.equals("format"))
                .toList();
        String key = keys.get(cluster.random.nextInt(keys.size()));
        byte[] whole = Objects.requireNonNull(data.get(key));
        data.put(
                key,
                cluster.random.nextBoolean()
                        ? new String(whole, StandardCharsets.UTF_8)
                                .substring(0, whole.length / 2)
                                .getBytes(StandardCharsets.UTF_8)
                        : new byte[0]);
        cluster.putSecret(Optional.of(data));
        return true;
    }

    /** In the replica's pod, where the command runs. */
    private boolean wish(Node node) {
        try {
            return RotatingCertificates.begin(SimulatedCluster.SECRET, policy, node, cluster::now)
                    .isNew();
        } catch (InstallationException e) {
            return false;
        }
    }

    /** The Secret goes and a replica that knows nothing makes another before those that know can put it back. */
    private boolean loseAllKnowledge() {
        List<Node> knowing = List.copyOf(cluster.nodes);
        List<Node> reachable =
                knowing.stream().filter(node -> !node.partitioned).toList();
        reachable.forEach(node -> node.partitioned = true);
        cluster.putSecret(Optional.empty());
        if (knowing.size() > 3) {
            cluster.stop(knowing.get(cluster.random.nextInt(knowing.size())));
        }
        Node ignorant = cluster.start();
        ignorant.publisher = true;
        cluster.runUntil(cluster.now().plusSeconds(cluster.random.nextInt(7200)));
        reachable.forEach(RotationSimulationTest::found);
        return true;
    }

    private void mend() {
        cluster.nodes.forEach(RotationSimulationTest::found);
        publishes(cluster.nodes.getFirst());
        cluster.runUntil(cluster.now().plusSeconds(60));
        if (cluster.nodes.stream().anyMatch(node -> node.stuck)) {
            cluster.putSecret(Optional.empty());
        }
    }

    private static List<String> serials(Set<X509Certificate> bundle) {
        return bundle.stream()
                .map(authority -> authority.getSerialNumber().toString(16))
                .toList();
    }
}
