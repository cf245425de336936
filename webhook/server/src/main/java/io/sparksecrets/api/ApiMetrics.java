package io.sparksecrets.api;

import io.javalin.http.HttpStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** How many requests of the API went how, and how long they took. */
final class ApiMetrics {

    private final MeterRegistry registry;

    ApiMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void record(String operation, HttpStatus status, Duration took) {
        Timer.builder("spark.secrets.api.requests")
                .description("Requests of the API by operation and HTTP status")
                .tag("operation", operation)
                .tag("status", String.valueOf(status.getCode()))
                .register(registry)
                .record(took);
    }
}
