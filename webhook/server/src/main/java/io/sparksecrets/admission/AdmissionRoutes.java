package io.sparksecrets.admission;

import io.javalin.config.RoutesConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /admission/mutate} and {@code POST /admission/validate}.
 *
 * <p>A review that was understood is answered with HTTP 200, whatever was decided. What was not understood is answered as plain
 * text with 400 (no AdmissionReview, or half of one), 408 (the body came too slowly), 413 (too long) or 415 (not {@code
 * application/json}), or with 503 (there is no memory for it now).
 */
public final class AdmissionRoutes implements Consumer<RoutesConfig> {

    private static final Logger log = LoggerFactory.getLogger(AdmissionRoutes.class);

    /**
     * What is read of a request.
     *
     * @param maxBodyBytes the longest review, unless the memory of this process is not enough for it
     * @param bodyTimeout in which time it must have come
     */
    public record Limits(int maxBodyBytes, Duration bodyTimeout) {

        /** 4 MiB, for etcd's objects have 1.5 MiB, and a review may hold two of them with some escapes; 5 s. */
        public static Limits defaults() {
            return new Limits(4 * 1024 * 1024, Duration.ofSeconds(5));
        }
    }

    private final AdmissionEndpoint mutate;
    private final AdmissionEndpoint validate;

    public AdmissionRoutes(Limits limits, AdmissionHandler mutate, AdmissionHandler validate, MeterRegistry registry) {
        this(limits, mutate, validate, registry, ReviewMemory.of(Runtime.getRuntime()));
    }

    AdmissionRoutes(
            Limits limits,
            AdmissionHandler mutate,
            AdmissionHandler validate,
            MeterRegistry registry,
            ReviewMemory memory) {
        int maxBytes = (int) Math.min(limits.maxBodyBytes(), memory.longestBody());
        if (maxBytes < limits.maxBodyBytes()) {
            log.warn(
                    "the memory of this process is enough for reviews of {} bytes, and not of {} as configured",
                    maxBytes,
                    limits.maxBodyBytes());
        }
        RequestBody body = new RequestBody(maxBytes, limits.bodyTimeout());
        AdmissionReviewReader reader = new AdmissionReviewReader(maxBytes);
        this.mutate =
                new AdmissionEndpoint("mutate", mutate, memory, body, reader, new AdmissionMetrics(registry, "mutate"));
        this.validate = new AdmissionEndpoint(
                "validate", validate, memory, body, reader, new AdmissionMetrics(registry, "validate"));
    }

    @Override
    public void accept(RoutesConfig routes) {
        routes.post("/admission/mutate", mutate);
        routes.post("/admission/validate", validate);
    }
}
