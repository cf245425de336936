package io.sparksecrets.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ForwardingSecretStore;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretStoreInMemory;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.testing.CapturedLog;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CachingSecretStoreTest {

    private static final CacheSettings SETTINGS =
            new CacheSettings(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMinutes(10), 1000);
    private static final ReadResult UNAVAILABLE = new ReadResult.Unavailable("it is down");

    private final SecretStoreInMemory store = new SecretStoreInMemory("fake");
    private final AtomicLong clock = new AtomicLong(1);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private CachingSecretStore cache = cache(SETTINGS, Duration.ofSeconds(60));

    @AfterEach
    void endWhatHangs() {
        store.goOn();
    }

    @Test
    void aValueIsReadOnceWhileItIsFresh() {
        store.put("A", "1");
        assertThat(read("A")).isEqualTo("1");
        store.put("A", "2");
        pass(Duration.ofSeconds(29));
        assertThat(read("A")).isEqualTo("1");
        pass(Duration.ofSeconds(1));
        assertThat(read("A")).isEqualTo("2");
        assertThat(store.reads).hasSize(2);
    }

    @Test
    void whatIsMissingIsReadInOneBatch() {
        store.put("A", "1");
        store.put("B", "2");
        store.put("C", "3");
        read("A");
        assertThat(cache.read(List.of(newest("A"), newest("B"), newest("C"), newest("B"))))
                .containsOnlyKeys(newest("A"), newest("B"), newest("C"));
        assertThat(store.reads).containsExactly(List.of(newest("A")), List.of(newest("B"), newest("C")));
    }

    @Test
    void atOnceIsReadWhatIsFreshIfAllOfItIs() {
        store.put("A", "1");
        store.put("B", "2");
        List<ReadRequest> both = List.of(newest("A"), newest("B"));
        assertThat(cache.readAtOnce(both)).isEmpty();
        read("A");
        assertThat(cache.readAtOnce(both)).isEmpty();
        cache.read(both);
        assertThat(cache.readAtOnce(both)).contains(cache.read(both));
        pass(Duration.ofSeconds(30));
        assertThat(cache.readAtOnce(both)).isEmpty();
        assertThat(store.reads).hasSize(2);
    }

    @Test
    void whatIsReadAtOnceCountsAsAHit() {
        store.put("A", "1");
        read("A");
        double hits = answers("hit");
        cache.readAtOnce(List.of(newest("A"), newest("B")));
        assertThat(answers("hit")).isEqualTo(hits);
        cache.readAtOnce(List.of(newest("A")));
        assertThat(answers("hit")).isEqualTo(hits + 1);
    }

    @Test
    void aPinnedVersionCountsLongerAndOnlyWhereTheStoreKeepsVersions() {
        ReadRequest pinned = new ReadRequest("A", OptionalLong.of(3));
        store.answer(pinned, new ReadResult.Text(SecretValue.of("x"), 3));
        cache.read(List.of(pinned));
        pass(Duration.ofSeconds(299));
        cache.read(List.of(pinned));
        assertThat(store.reads).hasSize(1);
        pass(Duration.ofSeconds(1));
        cache.read(List.of(pinned));
        assertThat(store.reads).hasSize(2);
    }

    @Test
    void whatIsMissingOrDeniedCountsForAShortTime() {
        store.answer("D", new ReadResult.Denied("no"));
        assertThat(result("N")).isInstanceOf(ReadResult.NotFound.class);
        assertThat(result("D")).isInstanceOf(ReadResult.Denied.class);
        store.put("N", "1");
        store.put("D", "1");
        pass(Duration.ofMillis(4999));
        assertThat(result("N")).isInstanceOf(ReadResult.NotFound.class);
        assertThat(result("D")).isInstanceOf(ReadResult.Denied.class);
        pass(Duration.ofMillis(1));
        assertThat(read("N")).isEqualTo("1");
        assertThat(read("D")).isEqualTo("1");
    }

    @Test
    void thatAStoreIsUnavailableOrCannotDoSomethingNeverCounts() {
        store.answer("A", UNAVAILABLE);
        store.answer("B", new ReadResult.Unsupported("no versions"));
        assertThat(result("A")).isEqualTo(UNAVAILABLE);
        assertThat(result("B")).isInstanceOf(ReadResult.Unsupported.class);
        store.put("A", "1");
        store.put("B", "1");
        assertThat(read("A")).isEqualTo("1");
        assertThat(read("B")).isEqualTo("1");
    }

    @Test
    void aLeaseBoundsHowLongAValueCountsEvenWhileTheStoreIsUnavailable() {
        store.answer("A", leased(Duration.ofSeconds(10)));
        store.answer("B", leased(Duration.ZERO));
        result("A");
        result("B");
        pass(Duration.ofSeconds(9));
        result("A");
        result("B");
        assertThat(store.reads).containsExactly(List.of(newest("A")), List.of(newest("B")), List.of(newest("B")));
        store.answer("A", UNAVAILABLE);
        pass(Duration.ofSeconds(1));
        assertThat(result("A")).isEqualTo(UNAVAILABLE);
    }

    @Test
    void theLastValueCountsForABoundedTimeWhileTheStoreIsUnavailableAndThatIsLoggedOnce() {
        store.put("A", "1");
        read("A");
        store.answer("A", UNAVAILABLE);
        try (CapturedLog log = new CapturedLog()) {
            pass(Duration.ofSeconds(31));
            assertThat(read("A")).isEqualTo("1");
            assertThat(registry.get("spark.secrets.store.available").gauge().value())
                    .isZero();
            IntStream.range(0, 19).forEach(i -> {
                pass(Duration.ofSeconds(30));
                assertThat(read("A")).isEqualTo("1");
            });
            pass(Duration.ofSeconds(30));
            assertThat(result("A")).isEqualTo(UNAVAILABLE);
            assertThat(log.lines().filter(line -> line.contains("is unavailable: it is down")))
                    .hasSize(1);
            store.put("A", "2");
            assertThat(read("A")).isEqualTo("2");
            assertThat(log.lines().filter(line -> line.contains("answers again")))
                    .hasSize(1);
        }
        assertThat(registry.get("spark.secrets.store.available").gauge().value())
                .isOne();
    }

    @Test
    void whileItIsDownAStoreIsTriedInTheBackgroundNowAndThenUntilItAnswers() throws Exception {
        store.put("A", "1");
        read("A");
        store.answer("A", UNAVAILABLE);
        pass(Duration.ofSeconds(31));
        read("A");
        int reads = store.reads.size();
        IntStream.range(0, 100).forEach(i -> read("A"));
        assertThat(store.reads).hasSize(reads);
        store.put("A", "2");
        pass(Duration.ofSeconds(1));
        assertThat(read("A")).isEqualTo("1");
        await(() -> read("A").equals("2"));
    }

    @Test
    void aMissingOrDeniedAnswerIsNeverReplacedByAnOldValue() {
        store.put("A", "1");
        read("A");
        store.answer("A", new ReadResult.Denied("revoked"));
        pass(Duration.ofSeconds(31));
        assertThat(result("A")).isInstanceOf(ReadResult.Denied.class);
        store.answer("A", UNAVAILABLE);
        pass(Duration.ofSeconds(6));
        assertThat(result("A")).isEqualTo(UNAVAILABLE);
    }

    @Test
    void aStoreThatHangsDelaysNobodyWhoCanUseAnOldValue() {
        cache = cache(SETTINGS, Duration.ofMillis(400));
        store.put("A", "1");
        read("A");
        pass(Duration.ofSeconds(31));
        store.hang();
        assertThat(read("A")).isEqualTo("1");
        assertThat(read("A")).isEqualTo("1");
    }

    @Test
    void whoeverWaitsForAStoreThatHangsIsToldSoAndItRecoversByItself() throws Exception {
        cache = cache(SETTINGS, Duration.ofMillis(200));
        store.put("A", "1");
        store.hang();
        assertThat(result("A")).asString().contains("it did not answer within");
        assertThat(result("A")).isInstanceOf(ReadResult.Unavailable.class);
        assertThat(store.reads).as("the read that hangs is the only one").hasSize(1);
        store.goOn();
        await(() -> result("A") instanceof ReadResult.Found);
    }

    @Test
    void aReadThatNeverReturnsIsGivenUp() {
        cache = cache(SETTINGS, Duration.ofMillis(100));
        store.put("A", "1");
        store.hang();
        result("A");
        pass(Duration.ofSeconds(31));
        result("A");
        assertThat(store.reads).hasSize(2);
    }

    @Test
    void onlySoManyReadsHang() {
        cache = cache(SETTINGS, Duration.ofMillis(20));
        store.hang();
        IntStream.range(0, 70).forEach(i -> result("K" + i));
        assertThat(store.reads).hasSize(64);
        assertThat(result("another")).isEqualTo(new ReadResult.Unavailable("64 reads wait for its answer already"));
    }

    @Test
    void ownWritesDeletionsAndRestorationsCountAtOnce() {
        SecretStore losing = new ForwardingSecretStore(store) {
            @Override
            public void delete(String path) {
                super.delete(path);
                throw new StoreException(StoreException.Reason.UNAVAILABLE, "the answer was lost");
            }

            @Override
            public SecretMetadata restore(String path) {
                return write(path, SecretValue.of("restored"), OptionalLong.empty(), "");
            }
        };
        cache = new CachingSecretStore(losing, SETTINGS, Duration.ofSeconds(60), registry, clock::get);
        store.put("A", "1");
        read("A");
        cache.write("A", SecretValue.of("2"), OptionalLong.empty(), "");
        assertThat(read("A")).isEqualTo("2");
        assertThatThrownBy(() -> cache.delete("A")).isInstanceOf(StoreException.class);
        assertThat(result("A")).as("after a deletion that may have failed").isInstanceOf(ReadResult.NotFound.class);
        cache.restore("A");
        assertThat(read("A")).isEqualTo("restored");
    }

    @Test
    void aChangeThatTheStoreTellsOfCountsAtOnce() {
        store.put("A", "1");
        store.put("B", "1");
        read("A");
        read("B");
        store.put("A", "2");
        store.put("B", "2");
        store.tell("A");
        assertThat(read("A")).isEqualTo("2");
        assertThat(read("B")).isEqualTo("1");
    }

    @Test
    void whenAnythingMayHaveChangedTheStoreIsAskedButOldValuesStillCountWhileItIsUnavailable() throws Exception {
        store.put("A", "1");
        read("A");
        store.answer("A", UNAVAILABLE);
        pass(Duration.ofMillis(1));
        store.tell("");
        assertThat(read("A")).isEqualTo("1");
        assertThat(store.reads).hasSize(2);
        store.put("A", "2");
        pass(Duration.ofSeconds(1));
        await(() -> read("A").equals("2"));
    }

    @Test
    void aReadThatBeganBeforeAWriteDoesNotKeepItsAnswer() throws Exception {
        store.put("A", "old");
        store.hang();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> before = threads.submit(() -> read("A"));
            await(() -> store.reads.size() == 1);
            cache.write("A", SecretValue.of("new"), OptionalLong.empty(), "");
            store.goOn();
            before.get(1, TimeUnit.MINUTES);
        }
        assertThat(read("A")).isEqualTo("new");
    }

    @Test
    void aThousandWhoAskForTheSameTwentySecretsCauseTwentyReads() throws Exception {
        List<ReadRequest> twenty =
                IntStream.range(0, 20).mapToObj(i -> newest("S" + i)).toList();
        twenty.forEach(request -> store.put(request.path(), "v-" + request.path()));
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<Map<ReadRequest, ReadResult>>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                int first = i % 20;
                asked.add(threads.submit(() -> {
                    List<ReadRequest> rotated = new ArrayList<>(twenty.subList(first, 20));
                    rotated.addAll(twenty.subList(0, first));
                    begin.await();
                    return cache.read(rotated);
                }));
            }
            begin.countDown();
            for (Future<Map<ReadRequest, ReadResult>> one : asked) {
                assertThat(one.get(1, TimeUnit.MINUTES))
                        .hasSize(20)
                        .allSatisfy((request, result) -> assertThat(result)
                                .isEqualTo(new ReadResult.Text(SecretValue.of("v-" + request.path()), 1)));
            }
        }
        assertThat(store.secretsRead()).isEqualTo(20);
    }

    @Test
    void withoutACacheWhoeverAsksLaterReadsAnew() {
        cache = cache(CacheSettings.OFF, Duration.ofSeconds(60));
        store.put("A", "1");
        read("A");
        store.put("A", "2");
        assertThat(read("A")).isEqualTo("2");
        assertThat(result("N")).isInstanceOf(ReadResult.NotFound.class);
        store.put("N", "1");
        assertThat(read("N")).isEqualTo("1");
    }

    @Test
    void onlySoManyAnswersAreKept() {
        cache = cache(
                new CacheSettings(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMinutes(10), 100),
                Duration.ofSeconds(60));
        List<ReadRequest> many =
                IntStream.range(0, 1000).mapToObj(i -> newest("S" + i)).toList();
        many.forEach(request -> store.put(request.path(), "x"));
        cache.read(many);
        int before = store.secretsRead();
        cache.read(many);
        assertThat(store.secretsRead() - before).isBetween(900, 1000);
    }

    @Test
    void aFaultOfAStoreIsUnavailableAndItsMessageIsNotLogged() {
        try (CapturedLog log = new CapturedLog()) {
            cache = new CachingSecretStore(
                    new FaultyStore(store), SETTINGS, Duration.ofSeconds(60), registry, clock::get);
            assertThat(result("A")).isEqualTo(new ReadResult.Unavailable("it failed in an unforeseen way"));
            assertThat(log.lines().filter(line -> line.contains("IllegalStateException")))
                    .isNotEmpty();
            assertThat(log.lines().filter(line -> line.contains("hunter2"))).isEmpty();
        }
    }

    @Test
    void metricsTellHitsMissesStaleAnswersAndReadsByResultAndNoNames() {
        store.put("NAME-A", "1");
        read("NAME-A");
        read("NAME-A");
        result("NAME-N");
        store.answer("NAME-A", UNAVAILABLE);
        pass(Duration.ofSeconds(31));
        read("NAME-A");
        assertThat(answers("hit")).isEqualTo(1);
        assertThat(answers("miss")).isEqualTo(3);
        assertThat(answers("stale")).isEqualTo(1);
        assertThat(secrets("found")).isEqualTo(1);
        assertThat(secrets("not_found")).isEqualTo(1);
        assertThat(secrets("unavailable")).isEqualTo(1);
        assertThat(registry.get("spark.secrets.store.read")
                        .tag("store", "fake")
                        .timer()
                        .count())
                .isEqualTo(3);
        assertThat(registry.getMetersAsString()).doesNotContain("NAME-");
    }

    private double answers(String result) {
        return registry.get("spark.secrets.store.cache")
                .tag("result", result)
                .counter()
                .count();
    }

    private double secrets(String result) {
        return registry.get("spark.secrets.store.secrets")
                .tag("result", result)
                .counter()
                .count();
    }

    private CachingSecretStore cache(CacheSettings settings, Duration longestWait) {
        return new CachingSecretStore(store, settings, longestWait, registry, clock::get);
    }

    private static ReadResult leased(Duration lease) {
        return new ReadResult.Fields(Map.of("value", SecretValue.of("x")), 0, Optional.of(lease));
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private static ReadRequest newest(String path) {
        return ReadRequest.newest(path);
    }

    private ReadResult result(String path) {
        ReadRequest request = newest(path);
        return Optional.ofNullable(cache.read(List.of(request)).get(request)).orElseThrow();
    }

    private String read(String path) {
        return ((ReadResult.Text) result(path)).value().reveal();
    }

    private static void await(Waiting.Condition condition) throws IOException {
        Waiting.until("what is read", Duration.ofSeconds(60), condition);
    }
}
