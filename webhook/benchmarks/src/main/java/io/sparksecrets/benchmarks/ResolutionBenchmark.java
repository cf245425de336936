package io.sparksecrets.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.resolution.Resolution;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.store.cache.CacheSettings;
import io.sparksecrets.store.cache.CachingSecretStore;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the 20 references of a pod cost: from the cache, and when a thousand pods ask a store at once. */
@State(Scope.Benchmark)
@Fork(1)
public class ResolutionBenchmark {

    private static final int PODS = 1000;
    private static final Workload WORKLOAD = new Workload("team-a", "spark");
    private static final CacheSettings SETTINGS =
            new CacheSettings(Duration.ofHours(1), Duration.ofSeconds(5), Duration.ofMinutes(10), 10_000);

    private final Set<Reference> references = new LinkedHashSet<>();
    private final Resolver warm = resolver(new MemoryStore(Duration.ZERO));

    public ResolutionBenchmark() {
        for (int i = 0; i < 20; i++) {
            references.add(Reference.to("team-a/SECRET_" + i));
        }
        resolve(warm);
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    @Warmup(iterations = 5, time = 1)
    @Measurement(iterations = 5, time = 1)
    public Resolution warm() {
        return resolve(warm);
    }

    /** How many secrets the store was asked for. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class StoreReads {

        public long secretsRead;

        @Setup(Level.Iteration)
        public void reset() {
            secretsRead = 0;
        }
    }

    /** All pods ask at once, and the store takes 5 ms for a read. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 5)
    @Measurement(iterations = 10)
    public void thousandPodsUncached(StoreReads reads) throws InterruptedException {
        MemoryStore store = new MemoryStore(Duration.ofMillis(5));
        Resolver cold = resolver(store);
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService pods = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PODS; i++) {
                pods.submit(() -> {
                    begin.await();
                    return resolve(cold);
                });
            }
            begin.countDown();
        }
        reads.secretsRead += store.secretsRead();
    }

    private Resolution resolve(Resolver resolver) {
        Resolution resolution = resolver.resolve(WORKLOAD, references, Duration.ofSeconds(60));
        if (!(resolution instanceof Resolution.Resolved)) {
            throw new IllegalStateException("not resolved: " + resolution);
        }
        return resolution;
    }

    private static Resolver resolver(MemoryStore store) {
        CachingSecretStore cached =
                new CachingSecretStore(store, SETTINGS, Duration.ofSeconds(60), new SimpleMeterRegistry());
        AccessPolicy policy = AccessPolicy.of(AccessPolicy.DEFAULT_RULES);
        return new Resolver(List.of(cached), store.name(), () -> policy);
    }
}
