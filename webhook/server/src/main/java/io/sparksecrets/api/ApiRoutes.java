package io.sparksecrets.api;

import com.github.benmanes.caffeine.cache.Ticker;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.sparksecrets.authorization.AccessReviews;
import io.sparksecrets.store.adapter.ConfiguredStores;
import io.sparksecrets.store.diagnosis.StoreDiagnosis;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The paths of the API.
 *
 * <pre>
 * GET  /api/v1/stores               the stores that are configured          list stores.sparksecrets.io
 * POST /api/v1/stores/{store}/test  tests one; {"write": true} writes too   create stores/test.sparksecrets.io, by name
 * </pre>
 *
 * <p>The caller sends a bearer token of Kubernetes and needs the right that stands on the right, in the namespace of the
 * installation. An answer is 200 with JSON; a store that does not pass its test is 200 too, with {@code "passed": false}. What
 * cannot be answered is a problem (RFC 9457) whose {@code detail} says what to do: 400 (the body), 401 (no token, or one that is not
 * valid), 403 (not allowed), 404 (no such store or path), 405 (the method), 413 (the body is too long), 429 (too many tests at
 * once, or too many tokens from one address that are not valid), 500 (a defect), 503 (Kubernetes cannot be asked).
 */
public final class ApiRoutes implements Consumer<RoutesConfig> {

    private static final String STORES = "/api/v1/stores";

    private final ApiEndpoint listStores;
    private final ApiEndpoint testStore;

    /** @param stores which are listed and tested */
    public ApiRoutes(ConfiguredStores stores, StoreDiagnosis diagnosis, AccessReviews reviews, MeterRegistry registry) {
        this(stores, diagnosis, reviews, registry, Ticker.systemTicker());
    }

    ApiRoutes(
            ConfiguredStores stores,
            StoreDiagnosis diagnosis,
            AccessReviews reviews,
            MeterRegistry registry,
            Ticker ticker) {
        ApiMetrics metrics = new ApiMetrics(registry);
        FailedLogins failedLogins = new FailedLogins(ticker);
        listStores = new ApiEndpoint(new ListStores(stores), reviews, failedLogins, metrics);
        testStore = new ApiEndpoint(new TestStore(stores, diagnosis), reviews, failedLogins, metrics);
    }

    @Override
    public void accept(RoutesConfig routes) {
        routes.get(STORES, listStores);
        routes.post(STORES + "/{store}/test", testStore);
        // What Javalin itself refuses: a path or a method that there is not.
        routes.exception(HttpResponseException.class, (refusal, context) -> {
            HttpStatus status = Objects.requireNonNullElse(
                    HttpStatus.forStatus(refusal.getStatus()), HttpStatus.INTERNAL_SERVER_ERROR);
            ApiAnswer.problem(context, status, "there are GET %s and POST %s/NAME/test".formatted(STORES, STORES));
        });
    }
}
