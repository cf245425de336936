package io.sparksecrets.application;

import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.certs.CertificateSource;
import io.sparksecrets.certs.ServerNames;
import io.sparksecrets.certs.files.FileCertificates;
import io.sparksecrets.certs.kubernetes.KubernetesTrustPublisher;
import io.sparksecrets.certs.rotation.RotatingCertificates;
import io.sparksecrets.certs.rotation.RotationPolicy;
import io.sparksecrets.configuration.CertificateSourceType;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.NameKeyFile;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.kubernetes.KubernetesInstallation;
import io.sparksecrets.kubernetes.ReplicaLease;
import io.sparksecrets.kubernetes.SharedKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the replicas of an installation have in common: the key of the names of delivery Secrets, and their certificate. */
public final class Installation implements AutoCloseable {

    private final CertificateSource certificates;
    private final CompletableFuture<byte[]> nameKey;
    private final Supplier<Optional<String>> nameKeyProblem;
    private final BooleanSupplier turn;
    private final Optional<String> namespace;
    private final List<AutoCloseable> open;

    private Installation(
            CertificateSource certificates,
            CompletableFuture<byte[]> nameKey,
            Supplier<Optional<String>> nameKeyProblem,
            BooleanSupplier turn,
            Optional<String> namespace,
            List<AutoCloseable> open) {
        this.certificates = certificates;
        this.nameKey = nameKey;
        this.nameKeyProblem = nameKeyProblem;
        this.turn = turn;
        this.namespace = namespace;
        this.open = List.copyOf(open);
    }

    /** One replica with a key that is there. */
    public static Installation of(CertificateSource certificates, byte[] nameKey) {
        return new Installation(
                certificates,
                CompletableFuture.completedFuture(nameKey),
                Optional::empty,
                () -> true,
                Optional.empty(),
                List.of());
    }

    /**
     * As the configuration says.
     *
     * @param memory for an installation whose certificate is made in memory
     * @param cluster how to reach the API server; empty where there is none
     * @throws ConfigurationException when a cluster is needed and there is none, or the key cannot be read
     */
    public static Installation open(
            Configuration configuration, MemoryCertificates memory, Supplier<Optional<Config>> cluster)
            throws ConfigurationException {
        boolean sharesKey = configuration.delivery().nameKeySecret().isPresent();
        CertificateSourceType source = configuration.certificates().source();
        if (source == CertificateSourceType.MEMORY && !sharesKey) {
            return of(memory, NameKeyFile.read(configuration.delivery()));
        }
        Optional<Config> found = cluster.get();
        Optional<String> namespace = configuration.cluster().namespaceIn(found);
        List<AutoCloseable> open = new ArrayList<>();
        Optional<KubernetesInstallation> secrets = Optional.empty();
        if (sharesKey || source == CertificateSourceType.KUBERNETES) {
            if (found.isEmpty() || namespace.isEmpty()) {
                throw noCluster(sharesKey);
            }
            secrets = Optional.of(KubernetesInstallation.connect(found.get(), namespace.get()));
            open.add(secrets.get());
        }
        CertificateSource certificates = switch (source) {
            case MEMORY -> memory;
            case FILES ->
                new FileCertificates(
                        configuration.certificates().directory().orElseThrow(),
                        names(configuration.certificates(), namespace),
                        Clock.systemUTC());
            case KUBERNETES -> rotating(configuration.certificates(), namespace, secrets.orElseThrow());
        };
        if (!sharesKey) {
            byte[] nameKey = NameKeyFile.read(configuration.delivery());
            return new Installation(
                    certificates,
                    CompletableFuture.completedFuture(nameKey),
                    Optional::empty,
                    () -> true,
                    namespace,
                    open);
        }
        SharedKey key = new SharedKey(
                "name key", configuration.delivery().nameKeySecret().orElseThrow(), secrets.orElseThrow());
        key.start();
        open.addFirst(key);
        ReplicaLease lease = secrets.orElseThrow()
                .lease(configuration.delivery().leaseName(), "looks for pods that wait for their values");
        return new Installation(certificates, key.key(), key::problem, lease::isHeld, namespace, open);
    }

    /** Whether this replica does what one of them does for all; where they share nothing in the cluster, each does it. */
    boolean isOurTurn() {
        return turn.getAsBoolean();
    }

    /** Its own namespace, where that is known. */
    Optional<String> namespace() {
        return namespace;
    }

    CertificateSource certificates() {
        return certificates;
    }

    /** The key of the names of delivery Secrets, as soon as it is there. */
    CompletableFuture<byte[]> nameKey() {
        return nameKey;
    }

    /** Why the key is not there, or what is wrong with it. */
    Optional<String> nameKeyProblem() {
        Optional<String> problem = nameKeyProblem.get();
        return problem.isEmpty() && !nameKey.isDone() ? Optional.of("it is not there yet") : problem;
    }

    @Override
    public void close() {
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception e) {
                // What is left is closed nevertheless.
            }
        }
    }

    private static RotatingCertificates rotating(
            Configuration.Certificates settings, Optional<String> namespace, KubernetesInstallation secrets) {
        return new RotatingCertificates(
                settings.secretName(),
                RotationPolicy.of(names(settings, namespace), settings.authorityValidity(), settings.validity()),
                secrets,
                KubernetesTrustPublisher.of(
                        secrets, settings.webhookConfigurations(), settings.caConfigMap(), settings.secretName()),
                Clock.systemUTC());
    }

    private static List<String> names(Configuration.Certificates settings, Optional<String> namespace) {
        List<String> names = new ArrayList<>();
        // A certificate that somebody else issued need not bear the names that the API server does not use.
        namespace
                .map(found -> ServerNames.ofService(settings.serviceName(), found))
                .map(all -> settings.source() == CertificateSourceType.FILES ? List.of(all.get(2)) : all)
                .ifPresent(names::addAll);
        names.addAll(settings.extraNames());
        return names;
    }

    private static ConfigurationException noCluster(boolean sharesKey) {
        return new ConfigurationException(
                List.of("%s needs a cluster with a namespace, and neither a service account nor a kubeconfig was found"
                        .formatted(sharesKey ? Settings.NAME_KEY_SECRET.key() : Settings.CERTIFICATE_SOURCE.key())));
    }
}
