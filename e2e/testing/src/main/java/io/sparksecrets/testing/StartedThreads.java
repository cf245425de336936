package io.sparksecrets.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingStream;

/**
 * The virtual threads that were started since a moment and have not ended.
 *
 * <p>By the events of the Java Flight Recorder: a thread dump beside virtual threads that come and go crashes a JDK 25
 * (JDK-8364343).
 */
public final class StartedThreads implements AutoCloseable {

    private static final String STARTED = "jdk.VirtualThreadStart";
    private static final String ENDED = "jdk.VirtualThreadEnd";

    private final RecordingStream events = new RecordingStream();

    /** The names, by the numbers of the threads. */
    private final Map<Long, String> running = new ConcurrentHashMap<>();

    private final Set<Long> ended = ConcurrentHashMap.newKeySet();

    private StartedThreads() {
        events.enable(STARTED).withoutStackTrace();
        events.enable(ENDED).withoutStackTrace();
        events.onEvent(STARTED, this::started);
        events.onEvent(ENDED, this::ended);
        events.startAsync();
    }

    /** Counts from now on. */
    public static StartedThreads watch() {
        return new StartedThreads();
    }

    /**
     * Waits until all have ended.
     *
     * @throws IOException when they do not in time; the message has the names of those that are left
     */
    public void awaitEnd(Duration patience) throws IOException {
        try {
            Waiting.until("the end of threads", patience, () -> left().isEmpty());
        } catch (IOException e) {
            throw new IOException("virtual threads with these names have not ended: " + left(), e);
        }
    }

    /** The names of those that have not ended. */
    List<String> left() throws IOException {
        // Events come late, but in their order: when those of a last thread are there, all before are.
        long last = Thread.ofVirtual().start(() -> {}).threadId();
        Waiting.until("the events of threads", Duration.ofSeconds(60), () -> ended.contains(last));
        return running.values().stream().sorted().toList();
    }

    private void started(RecordedEvent event) {
        // Of a thread that ended at once the recorder may not know the name.
        RecordedThread thread = event.getThread();
        running.put(thread(event), thread == null || thread.getJavaName() == null ? "" : thread.getJavaName());
    }

    private void ended(RecordedEvent event) {
        running.remove(thread(event));
        ended.add(thread(event));
    }

    private static long thread(RecordedEvent event) {
        return event.getLong("javaThreadId");
    }

    @Override
    public void close() {
        events.close();
    }
}
