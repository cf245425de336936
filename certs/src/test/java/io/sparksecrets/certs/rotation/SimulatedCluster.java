package io.sparksecrets.certs.rotation;

import io.sparksecrets.certs.Pem;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.certs.rotation.WebhookConfiguration.Webhook;
import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.kubernetes.InstallationSecrets;
import io.sparksecrets.kubernetes.StoredSecret;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * A cluster with a clock of its own: a Secret, two webhook configurations, two API servers that learn of a change of these up to two
 * seconds later, and replicas that come, go, lose the API server, and are suspended in the middle of what they do.
 */
final class SimulatedCluster {

    static final String SECRET = "certificates";

    private static final Duration SLOWEST_API_SERVER = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(15);

    /** Something that happens. */
    interface Event {
        void happen();
    }

    private record Scheduled(Instant time, long order, Event event) {}

    final Random random;
    final List<Node> nodes = new ArrayList<>();
    private final RotationPolicy policy;
    private final Event afterEach;
    private final PriorityQueue<Scheduled> queue =
            new PriorityQueue<>(Comparator.comparing(Scheduled::time).thenComparingLong(Scheduled::order));
    private final Map<String, WebhookConfiguration> configurations = new HashMap<>();
    private final List<Map<String, PublishedTrust>> apiServers = List.of(new HashMap<>(), new HashMap<>());
    private Optional<StoredSecret> secret = Optional.empty();
    private Instant now;
    private long counter;
    int suspensions;

    /** @param afterEach called whenever something has happened */
    SimulatedCluster(long seed, Instant now, RotationPolicy policy, Event afterEach) {
        random = new Random(seed);
        this.now = now;
        this.policy = policy;
        this.afterEach = afterEach;
        configure("MutatingWebhookConfiguration", List.of(Webhook.of("a", ""), Webhook.of("b", "")));
        configure("ValidatingWebhookConfiguration", List.of(Webhook.of("c", "")));
    }

    Instant now() {
        return now;
    }

    Optional<StoredSecret> secret() {
        return secret;
    }

    /** Whom an API server trusts at this moment, by webhook. */
    List<Set<X509Certificate>> trustedBy(int apiServer) {
        return apiServers.get(apiServer).values().stream()
                .flatMap(trust -> trust.bundles().stream())
                .toList();
    }

    List<WebhookConfiguration> configurations() {
        return List.copyOf(configurations.values());
    }

    Node start() {
        Node node = new Node();
        nodes.add(node);
        node.wakeIn(Duration.ZERO);
        return node;
    }

    void stop(Node node) {
        node.alive = false;
        nodes.remove(node);
    }

    void runUntil(Instant end) {
        while (!queue.isEmpty() && !queue.peek().time().isAfter(end)) {
            Scheduled next = queue.poll();
            now = next.time();
            next.event().happen();
            afterEach.happen();
        }
        now = end.isAfter(now) ? end : now;
    }

    void in(Duration delay, Event event) {
        queue.add(new Scheduled(now.plus(delay), counter++, event));
    }

    /** Somebody deletes the Secret, or writes something else into it. */
    void putSecret(Optional<Map<String, byte[]>> data) {
        secret = data.map(content -> new StoredSecret(String.valueOf(counter++), content));
        tellEverybody();
    }

    /** Somebody writes what he likes into the caBundle of a configuration. */
    void putBundle(String kind, String caBundle) {
        configure(
                kind,
                Objects.requireNonNull(configurations.get(kind)).webhooks().stream()
                        .map(webhook -> Webhook.of(webhook.name(), caBundle))
                        .toList());
    }

    private void configure(String kind, List<Webhook> webhooks) {
        WebhookConfiguration changed =
                new WebhookConfiguration(kind, "spark-secrets", String.valueOf(counter++), webhooks);
        configurations.put(kind, changed);
        PublishedTrust trust = PublishedTrust.of(List.of(changed));
        for (Map<String, PublishedTrust> apiServer : apiServers) {
            in(Duration.ofMillis(random.nextLong(SLOWEST_API_SERVER.toMillis())), () -> {
                // A slow message must not overtake a fast one that came later.
                if (configurations.get(kind).version().equals(changed.version())) {
                    apiServer.put(kind, trust);
                }
            });
        }
        tellEverybody();
    }

    private void tellEverybody() {
        nodes.forEach(node -> node.wakeIn(Duration.ofMillis(10 + random.nextLong(500))));
    }

    /** A replica in its pod. */
    final class Node implements InstallationSecrets, TrustPublisher {

        private final Replica replica = new Replica(SECRET, policy, random.nextDouble(), this, this, certificate -> {});
        private Optional<Instant> nextStep = Optional.empty();
        private final Instant started = now;
        private boolean alive = true;
        private boolean steps;
        boolean partitioned;
        boolean suspended;
        boolean publisher;
        boolean stuck;
        private String problem = "";
        /** What it will be suspended for when it writes next. */
        Duration suspendAtNextWrite = Duration.ZERO;

        /** What API servers get to see when they call it; nothing when it is not ready, or they do not know of it yet. */
        Optional<ServingCertificate> answersWith() {
            boolean isKnown = now.isAfter(started.plus(SLOWEST_API_SERVER));
            return isKnown && !suspended ? replica.serving(now) : Optional.empty();
        }

        /** What kept its last step from being done; nothing when all is well. */
        String problem() {
            return problem;
        }

        @Override
        public String toString() {
            return "[partitioned %s, suspended %s, publisher %s, next step %s, problem '%s']"
                    .formatted(partitioned, suspended, publisher, nextStep, problem);
        }

        void wakeIn(Duration delay) {
            Instant time = now.plus(delay);
            if (nextStep.isEmpty() || time.isBefore(nextStep.get())) {
                nextStep = Optional.of(time);
                in(delay, () -> stepIfStillDue(time));
            }
        }

        private void stepIfStillDue(Instant time) {
            if (!alive || nextStep.isEmpty() || !nextStep.get().equals(time)) {
                return;
            }
            nextStep = Optional.empty();
            if (steps) {
                wakeIn(RETRY);
                return;
            }
            steps = true;
            try {
                wakeIn(replica.step(now));
                stuck = false;
                problem = "";
            } catch (InstallationException e) {
                // Whatever changes wakes it.
                wakeIn(problem.isEmpty() ? RETRY : Duration.ofDays(3));
                problem = e.getMessage();
                stuck = !partitioned;
            } finally {
                steps = false;
            }
        }

        /** Everybody else goes on meanwhile, and so does the time. */
        private void suspendIfToBe() {
            if (!suspendAtNextWrite.isZero()) {
                Duration duration = suspendAtNextWrite;
                suspendAtNextWrite = Duration.ZERO;
                suspended = true;
                suspensions++;
                runUntil(now.plus(duration));
                suspended = false;
            }
        }

        private void reach() throws InstallationException {
            if (partitioned) {
                throw new InstallationException("no route");
            }
        }

        @Override
        public Optional<StoredSecret> read(String name) throws InstallationException {
            reach();
            return secret;
        }

        @Override
        public boolean create(String name, Map<String, byte[]> data) throws InstallationException {
            reach();
            suspendIfToBe();
            if (secret.isPresent()) {
                return false;
            }
            putSecret(Optional.of(data));
            return true;
        }

        @Override
        public boolean replace(String name, StoredSecret read, Map<String, byte[]> data) throws InstallationException {
            reach();
            suspendIfToBe();
            if (secret.isEmpty() || !secret.get().version().equals(read.version())) {
                return false;
            }
            putSecret(Optional.of(data));
            return true;
        }

        @Override
        public List<WebhookConfiguration> configurations() throws InstallationException {
            reach();
            return SimulatedCluster.this.configurations();
        }

        @Override
        public boolean publish(WebhookConfiguration read, String pem) throws InstallationException {
            reach();
            suspendIfToBe();
            WebhookConfiguration found = configurations.get(read.kind());
            if (found == null || !found.version().equals(read.version())) {
                return false;
            }
            putBundle(read.kind(), pem);
            return true;
        }

        @Override
        public void publishToClients(String pem) {
            if (Pem.bundle(pem).isEmpty()) {
                throw new IllegalArgumentException("a bundle without a certificate");
            }
        }

        @Override
        public boolean isPublisher() {
            return publisher;
        }

        @Override
        public void watch(String name, Runnable changed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void watchConfigurations(Runnable changed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
