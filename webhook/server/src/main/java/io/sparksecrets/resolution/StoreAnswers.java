package io.sparksecrets.resolution;

import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.text.Redacted;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the stores answered until the deadline. */
final class StoreAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(StoreAnswers.class);

    /** The answer for one request. */
    sealed interface Answer {}

    /** The store answered in time. */
    record Answered(ReadResult result) implements Answer {}

    /** The store had not answered when the deadline came. */
    record TooLate(Duration waited) implements Answer {}

    private final Map<String, Map<ReadRequest, ReadResult>> inTime = new HashMap<>();
    private final Duration deadline;

    private StoreAnswers(Duration deadline) {
        this.deadline = deadline;
    }

    /**
     * Asks each store once, and waits for all of them until the deadline. One that has to be waited for is asked on a virtual
     * thread of its own.
     */
    static StoreAnswers await(Map<SecretStore, Set<ReadRequest>> wanted, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        StoreAnswers answers = new StoreAnswers(deadline);
        Map<String, FutureTask<Map<ReadRequest, ReadResult>>> reads = new LinkedHashMap<>();
        wanted.forEach((store, requests) -> store.readAtOnce(requests)
                .ifPresentOrElse(
                        results -> answers.inTime.put(store.name(), results),
                        () -> reads.put(store.name(), started(store, requests))));
        reads.forEach((store, read) -> answers.take(store, read, end));
        return answers;
    }

    private static FutureTask<Map<ReadRequest, ReadResult>> started(SecretStore store, Set<ReadRequest> requests) {
        FutureTask<Map<ReadRequest, ReadResult>> read = new FutureTask<>(() -> store.read(requests));
        Thread.ofVirtual().name("read from " + store.name()).start(read);
        return read;
    }

    Answer of(String store, ReadRequest request) {
        Map<ReadRequest, ReadResult> results = inTime.get(store);
        if (results == null) {
            return new TooLate(deadline);
        }
        ReadResult result = results.get(request);
        return new Answered(result != null ? result : new ReadResult.Unavailable("it gave no answer"));
    }

    /**
     * A read that is late is not interrupted: it ends with the store's own timeouts, whereas an interrupt closes files and
     * connections that others use (it closes an embedded H2 database for everybody).
     */
    private void take(String store, FutureTask<Map<ReadRequest, ReadResult>> read, long end) {
        try {
            inTime.put(store, read.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            LOG.warn("The store \"{}\" did not answer within {} ms", store, deadline.toMillis());
        } catch (ExecutionException e) {
            logFault(store, e);
            inTime.put(store, Map.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inTime.put(store, Map.of());
        }
    }

    /** A store answers for its failures, so this is a fault of the program. Its message may be anything, even a value. */
    private static void logFault(String store, ExecutionException failure) {
        Throwable fault = failure.getCause() != null ? failure.getCause() : failure;
        LOG.error("The store \"{}\" failed in an unforeseen way: {}", store, Redacted.line(fault));
    }
}
