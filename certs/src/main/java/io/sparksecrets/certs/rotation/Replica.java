package io.sparksecrets.certs.rotation;

import io.sparksecrets.certs.BadCertificateException;
import io.sparksecrets.certs.Pem;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.kubernetes.InstallationSecrets;
import io.sparksecrets.kubernetes.StoredSecret;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica's part: it looks at the webhook configurations and at the Secret, in this order, does what is due, and serves what
 * may be served.
 *
 * <p>The order is what makes publishing safe without any trust in the Lease. A bundle is written only if the configuration is still
 * as it was read. What it held then came from a state of the Secret that is not newer than the one read after it, because whoever
 * wrote it had read that state before. So a replica that was suspended never takes away an authority that a later state has
 * published; the Lease only keeps the replicas from all writing the same.
 *
 * <p>For one thread.
 */
final class Replica {

    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    /** After somebody else was faster, or something was written: to see how it is now. */
    private static final Duration SOON = Duration.ofMillis(100);

    private final String secretName;
    private final RotationPolicy policy;
    private final double jitter;
    private final InstallationSecrets secrets;
    private final TrustPublisher publisher;
    private final Consumer<ServingCertificate> serve;
    private final Serving serving = new Serving();
    private Optional<Rotation> lastGood = Optional.empty();
    private Optional<Rotation> lastRead = Optional.empty();
    private String lastVersion = "";

    /**
     * A replica that has not looked yet.
     *
     * @param jitter from 0 to 1, another for each replica
     * @param serve takes each certificate that is to be served from then on
     */
    Replica(
            String secretName,
            RotationPolicy policy,
            double jitter,
            InstallationSecrets secrets,
            TrustPublisher publisher,
            Consumer<ServingCertificate> serve) {
        this.secretName = secretName;
        this.policy = policy;
        this.jitter = jitter;
        this.secrets = secrets;
        this.publisher = publisher;
        this.serve = serve;
    }

    /**
     * Looks at everything and does what is due.
     *
     * @return how long until there is something to do, unless something changes before
     * @throws InstallationException when the cluster cannot be asked or something in it needs a person
     */
    Duration step(Instant now) throws InstallationException {
        List<WebhookConfiguration> configurations = publisher.configurations();
        PublishedTrust published = PublishedTrust.of(configurations);
        serving.observe(published, now);
        Optional<StoredSecret> stored = secrets.read(secretName);
        Optional<Rotation> found = stored.isPresent() ? read(stored.get()) : Optional.empty();
        Rotation rotation = found.isPresent()
                ? withMine(found.get(), now)
                : lastGood.orElseGet(() -> Rotation.begin(policy, now)).trusting(published, policy, now);
        Rotation next = rotation.advance(policy, published, now, jitter);
        if (!found.equals(Optional.of(next))) {
            if (!write(stored, next)) {
                return SOON;
            }
            tell(found, next);
        }
        lastGood = Optional.of(next);
        serveWhatMayBe(next, published, now);
        if (publisher.isPublisher()) {
            publish(configurations, next.trusted());
        }
        return pause(next, published, now);
    }

    /** What is served; empty when there is none, or it has expired. */
    Optional<ServingCertificate> serving(Instant now) {
        return serving.current(now);
    }

    /** What the Secret holds; nothing when it is to be written anew. */
    private Optional<Rotation> read(StoredSecret secret) throws InstallationException {
        if (secret.version().equals(lastVersion)) {
            return lastRead;
        }
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        try {
            lastRead = Optional.of(RotationSecret.read(secret));
            lastVersion = secret.version();
            return lastRead;
        } catch (BadCertificateException e) {
            String problem = "Secret %s cannot be used: %s".formatted(secretName, e.getMessage());
            if (lastGood.isEmpty() || RotationSecret.isOfAnotherFormat(secret)) {
                throw new InstallationException(problem + "; put it right, or delete the Secret to have it made anew");
            }
            LOG.error("certificates: {}; it is put back as it was", problem);
            return Optional.empty();
        }
    }

    /** With whoever issued what this replica serves, even if somebody replaced the whole Secret. */
    private Rotation withMine(Rotation rotation, Instant now) {
        return serving.current(now)
                .map(mine -> rotation.trusting(Serving.issuer(mine), mine.until()))
                .orElse(rotation);
    }

    private boolean write(Optional<StoredSecret> stored, Rotation rotation) throws InstallationException {
        Map<String, byte[]> data = RotationSecret.write(rotation);
        return stored.isPresent() ? secrets.replace(secretName, stored.get(), data) : secrets.create(secretName, data);
    }

    private void serveWhatMayBe(Rotation rotation, PublishedTrust published, Instant now) throws InstallationException {
        ServingCertificate candidate = rotation.leaf();
        if (serving.current(now).filter(candidate::equals).isEmpty()
                && !serving.servableFrom(candidate, published, now).isAfter(now)) {
            try {
                candidate.check(now, policy.names(), "tls.crt");
            } catch (BadCertificateException e) {
                throw new InstallationException("Secret %s: %s".formatted(secretName, e.getMessage()));
            }
            serve.accept(candidate);
            serving.serve(candidate);
        }
    }

    private void publish(List<WebhookConfiguration> configurations, Set<X509Certificate> trusted)
            throws InstallationException {
        String pem = Pem.of(trusted);
        for (WebhookConfiguration configuration : configurations) {
            boolean isRight = configuration.webhooks().stream()
                    .allMatch(webhook -> webhook.trusted().equals(trusted));
            if (!isRight && publisher.publish(configuration, pem)) {
                LOG.info(
                        "certificates: {} {} now trusts {} authorities",
                        configuration.kind(),
                        configuration.name(),
                        trusted.size());
            }
        }
        publisher.publishToClients(pem);
    }

    private Duration pause(Rotation rotation, PublishedTrust published, Instant now) {
        Instant next = rotation.nextChange(policy, jitter);
        if (serving.current(now).filter(rotation.leaf()::equals).isEmpty()) {
            Instant servable = serving.servableFrom(rotation.leaf(), published, now);
            next = servable.isBefore(next) ? servable : next;
        }
        Duration until = next.isBefore(now.plus(policy.recheck())) ? Duration.between(now, next) : policy.recheck();
        return until.compareTo(SOON) < 0 ? SOON : until;
    }

    private void tell(Optional<Rotation> before, Rotation after) {
        Set<X509Certificate> news = new LinkedHashSet<>(after.trusted());
        before.ifPresent(rotation -> news.removeAll(rotation.trusted()));
        LOG.info(
                "certificates: wrote Secret {}: certificate {} until {}, {} authorities trusted, {} of them new",
                secretName,
                after.leaf().certificate().getSerialNumber().toString(16),
                after.leaf().until(),
                after.trusted().size(),
                news.size());
    }
}
