package io.sparksecrets.application;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sparksecrets.certs.CertificateSource;
import io.sparksecrets.certs.ServingCertificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators watch of the certificate; times are in seconds since 1970, 0 while there is none. */
final class CertificateMetrics {

    private record Loaded(ServingCertificate certificate, Instant at) {}

    private final InstantSource clock;
    private volatile @Nullable Loaded loaded;

    CertificateMetrics(MeterRegistry registry, CertificateSource source, InstantSource clock) {
        this.clock = clock;
        Gauge.builder("spark.secrets.certificate.expiry", this, metrics -> metrics.seconds(Moment.EXPIRY))
                .description("When the certificate that is served expires")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("spark.secrets.certificate.loaded", this, metrics -> metrics.seconds(Moment.LOADED))
                .description("When a certificate was loaded last")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder(
                        "spark.secrets.certificate.problem",
                        source,
                        one -> one.problem().isPresent() ? 1 : 0)
                .description("1 while the certificate cannot be kept right; the log and the readiness probe say why")
                .register(registry);
    }

    private enum Moment {
        EXPIRY,
        LOADED
    }

    void loaded(ServingCertificate certificate) {
        loaded = new Loaded(certificate, clock.instant());
    }

    private double seconds(Moment moment) {
        return Optional.ofNullable(loaded)
                .map(last -> moment == Moment.EXPIRY ? last.certificate().until() : last.at())
                .map(Instant::getEpochSecond)
                .orElse(0L);
    }
}
