package io.sparksecrets.certs.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.certs.rotation.RotatingCertificates;
import io.sparksecrets.certs.rotation.RotationPolicy;
import io.sparksecrets.kubernetes.KubernetesInstallation;
import java.time.InstantSource;
import java.util.Optional;

/** One replica of an installation, with connections of its own. */
final class RunningReplica implements AutoCloseable {

    private final KubernetesInstallation installation;
    private final RotatingCertificates certificates;
    private volatile Optional<ServingCertificate> served = Optional.empty();

    RunningReplica(Config config, RotationPolicy policy) {
        installation = KubernetesInstallation.connect(config, config.getNamespace());
        certificates = new RotatingCertificates(
                ClusterUnderTest.SECRET,
                policy,
                installation,
                KubernetesTrustPublisher.of(
                        installation,
                        ClusterUnderTest.CONFIGURATIONS,
                        ClusterUnderTest.CONFIG_MAP,
                        ClusterUnderTest.SECRET),
                InstantSource.system());
        certificates.start(certificate -> served = Optional.of(certificate));
    }

    Optional<ServingCertificate> served() {
        return served;
    }

    Optional<String> problem() {
        return certificates.problem();
    }

    @Override
    public void close() {
        certificates.close();
        installation.close();
    }
}
