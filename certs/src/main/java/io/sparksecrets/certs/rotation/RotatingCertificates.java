package io.sparksecrets.certs.rotation;

import io.sparksecrets.certs.BadCertificateException;
import io.sparksecrets.certs.CertificateSource;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.certs.installation.InstallationException;
import io.sparksecrets.certs.installation.InstallationSecrets;
import io.sparksecrets.certs.installation.Loop;
import io.sparksecrets.certs.installation.StoredSecret;
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
     * Has the replicas go over to a new authority, as they do by themselves when it is time. They publish it first and issue from
     * it later.
     *
     * @return false when they are doing so already
     * @throws InstallationException when there is no authority yet, or the cluster does not do it
     */
    public static boolean begin(
            String secretName, RotationPolicy policy, InstallationSecrets secrets, InstantSource clock)
            throws InstallationException {
        while (true) {
            StoredSecret stored = secrets.read(secretName)
                    .filter(secret -> !secret.isEmpty())
                    .orElseThrow(() ->
                            new InstallationException("there is no authority in Secret %s yet".formatted(secretName)));
            Rotation rotation = read(secretName, stored);
            if (rotation.successor().isPresent()) {
                return false;
            }
            Rotation begun = rotation.withNewSuccessor(policy, clock.instant());
            if (secrets.replace(secretName, stored, RotationSecret.write(begun))) {
                return true;
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
