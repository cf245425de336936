package io.sparksecrets.admission;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** How many requests of one endpoint went how, and how long they took, from the first byte of the body to the answer. */
final class AdmissionMetrics {

    /** From what a rewriting takes to the 5 s after which the API server gives up. */
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(250_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5)
    };

    private final Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);

    AdmissionMetrics(MeterRegistry registry, String endpoint) {
        for (Outcome outcome : Outcome.values()) {
            timers.put(
                    outcome,
                    Timer.builder("spark.secrets.admission.requests")
                            .description("Admission requests by endpoint and outcome")
                            .tag("endpoint", endpoint)
                            .tag("outcome", outcome.toString())
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
    }

    void record(Outcome outcome, Duration took) {
        Objects.requireNonNull(timers.get(outcome)).record(took);
    }
}
