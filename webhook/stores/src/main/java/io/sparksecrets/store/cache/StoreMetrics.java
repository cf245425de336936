package io.sparksecrets.store.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sparksecrets.store.ReadResult;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;

/** What operators watch of a store. No name of a secret is a label. */
final class StoreMetrics {

    private static final String STORE = "store";

    private final MeterRegistry registry;
    private final String store;
    private final Counter hits;
    private final Counter misses;
    private final Counter stale;
    private final Timer latency;

    StoreMetrics(MeterRegistry registry, String store, BooleanSupplier isAvailable) {
        this.registry = registry;
        this.store = store;
        hits = answers("hit");
        misses = answers("miss");
        stale = answers("stale");
        latency = Timer.builder("spark.secrets.store.read")
                .description("How long a read of one or more secrets takes the store")
                .tag(STORE, store)
                .register(registry);
        Gauge.builder("spark.secrets.store.available", isAvailable, available -> available.getAsBoolean() ? 1 : 0)
                .description("0 while the store did not answer when it was asked last")
                .tag(STORE, store)
                .strongReference(true)
                .register(registry);
    }

    private Counter answers(String from) {
        return Counter.builder("spark.secrets.store.cache")
                .description(
                        "Secrets that were asked for, by where the answer came from; stale is a value that is used because"
                                + " the store is unavailable")
                .tag(STORE, store)
                .tag("result", from)
                .register(registry);
    }

    void hit() {
        hits.increment();
    }

    void miss() {
        misses.increment();
    }

    void stale() {
        stale.increment();
    }

    void read(Collection<ReadResult> results, Duration took) {
        latency.record(took);
        results.forEach(result -> Counter.builder("spark.secrets.store.secrets")
                .description("Secrets that were read from the store, by result")
                .tag(STORE, store)
                .tag("result", name(result))
                .register(registry)
                .increment());
    }

    private static String name(ReadResult result) {
        return switch (result) {
            case ReadResult.Found found -> "found";
            case ReadResult.NotFound missing -> "not_found";
            case ReadResult.Denied denied -> "denied";
            case ReadResult.Unavailable unavailable -> "unavailable";
            case ReadResult.Unsupported unsupported -> "unsupported";
        };
    }
}
