package io.sparksecrets.certs.rotation;

import io.sparksecrets.certs.BadCertificateException;
import io.sparksecrets.certs.CertificateSource;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.kubernetes.InstallationSecrets;
import io.sparksecrets.kubernetes.Loop;
import io.sparksecrets.kubernetes.StoredSecret;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Certificates of the installation's own authority, which every replica shares. */
public final class RotatingCertificates implements CertificateSource {

    private final String secretName;
    private final RotationPolicy policy;
    private final InstallationSecrets secrets;
    private final TrustPublisher publisher;
    private final InstantSource clock;
    private volatile boolean serves;
    private volatile @Nullable Loop loop;

    /** @param secretName the Secret of the installation that holds authority and certificate */
    public RotatingCertificates(
            String secretName,
            RotationPolicy policy,
            InstallationSecrets secrets,
            TrustPublisher publisher,
            InstantSource clock) {
        this.secretName = secretName;
        this.policy = policy;
        this.secrets = secrets;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void start(Consumer<ServingCertificate> serve) {
        Replica replica = new Replica(
                secretName, policy, ThreadLocalRandom.current().nextDouble(), secrets, publisher, certificate -> {
                    serve.accept(certificate);
                    serves = true;
                });
        Loop started = new Loop("certificates", () -> replica.step(clock.instant()));
        loop = started;
        secrets.watch(secretName, started::wake);
        publisher.watchConfigurations(started::wake);
        started.start();
    }

    /**
     * A change of authority that is under way.
     *
     * @param isNew false when somebody else, or time, had begun it before
     * @param authority who issues certificates so far; trusted until {@code leavesUntil}, when the last of them expires
     * @param successor who will issue certificates after it has been published for {@code publishedFor}
     */
    public record Begun(
            boolean isNew,
            X509Certificate authority,
            Instant leavesUntil,
            X509Certificate successor,
            Duration publishedFor) {}

    /**
     * Has the replicas go over to a new authority, as they do by themselves when it is time. They publish it first and issue from
     * it later. While they are doing so already, nothing more is begun.
     *
     * @throws InstallationException when there is no authority yet, or the cluster does not do it
     */
    public static Begun begin(
            String secretName, RotationPolicy policy, InstallationSecrets secrets, InstantSource clock)
            throws InstallationException {
        while (true) {
            StoredSecret stored = secrets.read(secretName)
                    .filter(secret -> !secret.isEmpty())
                    .orElseThrow(() ->
                            new InstallationException("there is no authority in Secret %s yet".formatted(secretName)));
            Rotation rotation = read(secretName, stored);
            boolean isNew = rotation.successor().isEmpty();
            Rotation next = isNew ? rotation.withNewSuccessor(policy, clock.instant()) : rotation;
            if (!isNew || secrets.replace(secretName, stored, RotationSecret.write(next))) {
                return new Begun(
                        isNew,
                        next.authority().certificate(),
                        next.leavesUntil(),
                        next.successor().orElseThrow().authority().certificate(),
                        policy.publishedFor());
            }
        }
    }

    private static Rotation read(String secretName, StoredSecret stored) throws InstallationException {
        try {
            return RotationSecret.read(stored);
        } catch (BadCertificateException e) {
            throw new InstallationException("Secret %s: %s".formatted(secretName, e.getMessage()));
        }
    }

    @Override
    public Optional<String> problem() {
        Loop started = loop;
        Optional<String> problem = started == null ? Optional.empty() : started.problem();
        return problem.isPresent() || serves
                ? problem
                : Optional.of("waiting until the webhook configurations trust the authority");
    }

    @Override
    public void close() {
        Loop started = loop;
        if (started != null) {
            started.close();
        }
    }
}
