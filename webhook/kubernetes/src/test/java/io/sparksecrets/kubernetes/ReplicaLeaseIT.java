package io.sparksecrets.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.testing.Administrator;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose turn it is, on a real API server. */
@SuppressWarnings("NullAway.Init")
class ReplicaLeaseIT {

    private static final String NAMESPACE = "spark-secrets";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);

    private static ApiServer server;
    private static KubernetesClient admin;

    @BeforeAll
    static void start() throws IOException {
        server = RealServer.start(ApiServer::start);
        admin = BoundedClient.connect(server.config(), Duration.ofSeconds(2), Duration.ofSeconds(5));
        try (Administrator administrator = new Administrator(server)) {
            administrator.createNamespace(NAMESPACE);
        }
    }

    @AfterAll
    static void end() throws IOException {
        if (admin != null) {
            admin.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void itIsOneReplicasTurnAtATimeAndAnothersAsSoonAsThatOneStops() throws IOException {
        List<ReplicaLease> replicas =
                new ArrayList<>(Stream.generate(() -> lease("turns")).limit(3).toList());
        AtomicInteger turns = new AtomicInteger();
        try {
            replicas.forEach(replica -> replica.start(turns::incrementAndGet));
            for (int turn = 1; turn <= 3; turn++) {
                Waiting.until("turn " + turn, PATIENCE, () -> {
                    assertThat(holders(replicas)).hasSizeLessThan(2);
                    return !holders(replicas).isEmpty();
                });
                ReplicaLease holder = holders(replicas).getFirst();
                Instant longEnoughToTry = Instant.now().plusSeconds(3);
                Waiting.until("the others to have tried", PATIENCE, () -> {
                    assertThat(holders(replicas)).containsExactly(holder);
                    return Instant.now().isAfter(longEnoughToTry);
                });
                assertThat(turns).hasValue(turn);

                replicas.remove(holder);
                holder.close();
            }
        } finally {
            replicas.forEach(ReplicaLease::close);
        }
    }

    @Test
    void theTurnOfAReplicaThatWasKilledIsOverWhenItHasNotSaidSoForFifteenSeconds() throws IOException {
        Instant lastSign = Instant.now().minusSeconds(10).truncatedTo(ChronoUnit.MILLIS);
        admin.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("killed")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("a replica that was killed")
                        .withLeaseDurationSeconds((int) LEASE_DURATION.toSeconds())
                        .withAcquireTime(lastSign.atZone(ZoneOffset.UTC))
                        .withRenewTime(lastSign.atZone(ZoneOffset.UTC))
                        .withLeaseTransitions(1)
                        .endSpec()
                        .build())
                .create();

        try (ReplicaLease replica = lease("killed")) {
            replica.start(() -> {});
            Waiting.until("its turn", PATIENCE, replica::isHeld);

            assertThat(Instant.now()).isAfter(lastSign.plus(LEASE_DURATION));
        }
    }

    private static ReplicaLease lease(String name) {
        return new ReplicaLease(admin, NAMESPACE, name, "is tested");
    }

    private static List<ReplicaLease> holders(List<ReplicaLease> replicas) {
        return replicas.stream().filter(ReplicaLease::isHeld).toList();
    }
}
