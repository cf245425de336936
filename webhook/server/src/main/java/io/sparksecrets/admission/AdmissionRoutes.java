package io.sparksecrets.admission;

import io.javalin.config.RoutesConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * {@code POST /admission/mutate} and {@code POST /admission/validate}.
 *
 * <p>A review that was understood is answered with HTTP 200, whatever was decided. What was not understood is answered as plain
 * text with 400 (no AdmissionReview, or half of one), 408 (the body came too slowly), 413 (too long) or 415 (not {@code
 * application/json}).
 */
public final class AdmissionRoutes implements Consumer<RoutesConfig> {

    /**
     * What is read of a request.
     *
     * @param maxBodyBytes the longest review
     * @param bodyTimeout in which time it must have come
     */
    public record Limits(int maxBodyBytes, Duration bodyTimeout) {

        /** 10 MiB, for etcd's objects have 1.5 MiB and a review may hold two of them with every character escaped; 5 s. */
        public static Limits defaults() {
            return new Limits(10 * 1024 * 1024, Duration.ofSeconds(5));
        }
    }

    private final AdmissionEndpoint mutate;
    private final AdmissionEndpoint validate;

    public AdmissionRoutes(Limits limits, AdmissionHandler mutate, AdmissionHandler validate, MeterRegistry registry) {
        RequestBody body = new RequestBody(limits.maxBodyBytes(), limits.bodyTimeout());
        AdmissionReviewReader reader = new AdmissionReviewReader(limits.maxBodyBytes());
        this.mutate = new AdmissionEndpoint("mutate", mutate, body, reader, new AdmissionMetrics(registry, "mutate"));
        this.validate =
                new AdmissionEndpoint("validate", validate, body, reader, new AdmissionMetrics(registry, "validate"));
    }

    @Override
    public void accept(RoutesConfig routes) {
        routes.post("/admission/mutate", mutate);
        routes.post("/admission/validate", validate);
    }
}
