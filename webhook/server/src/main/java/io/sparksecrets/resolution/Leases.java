package io.sparksecrets.resolution;

import com.github.benmanes.caffeine.cache.Ticker;
import io.sparksecrets.reference.LeasedStores;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.store.Recipient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which references lead to credentials that are made for one recipient, and how many recipients of one application may have some
 * at the same time. What this replica made is counted, until its lease ends: a recipient that is gone leaves its credentials
 * behind. Safe for use by many threads.
 */
public final class Leases {

    /** Counts as long as nobody knows yet what the store answers. */
    private static final Duration WHILE_READING = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofDays(365);

    private final LeasedStores stores;
    private final int limit;
    private final Ticker ticker;
    private final Map<String, Map<String, Held>> byApplication = new HashMap<>();

    private record Held(long end, boolean isKnown) {}

    /**
     * Counts from now on.
     *
     * @param limit how many recipients of one application may have credentials that have not ended
     */
    public Leases(LeasedStores stores, int limit) {
        this(stores, limit, Ticker.systemTicker());
    }

    Leases(LeasedStores stores, int limit, Ticker ticker) {
        this.stores = stores;
        this.limit = limit;
        this.ticker = ticker;
    }

    /** For stores none of which makes credentials. */
    public static Leases none() {
        return new Leases(LeasedStores.NONE, Integer.MAX_VALUE);
    }

    boolean areForNone() {
        return stores.isEmpty();
    }

    boolean areFor(Reference reference) {
        return stores.hold(reference);
    }

    int limit() {
        return limit;
    }

    /** Whether {@link #begin} would let credentials be made for the recipient now. */
    synchronized boolean hasRoom(Recipient recipient) {
        forgetEnded();
        Map<String, Held> held = recipient.application().map(byApplication::get).orElse(Map.of());
        return held.containsKey(recipient.name()) || held.size() < limit;
    }

    /** Whether credentials may be made for the recipient; if so, they count from now on. */
    synchronized boolean begin(Recipient recipient) {
        if (recipient.application().isEmpty()) {
            return true;
        }
        forgetEnded();
        Map<String, Held> held =
                byApplication.computeIfAbsent(recipient.application().get(), application -> new HashMap<>());
        if (!held.containsKey(recipient.name()) && held.size() >= limit) {
            return false;
        }
        held.putIfAbsent(recipient.name(), new Held(ticker.read() + WHILE_READING.toNanos(), false));
        return true;
    }

    /**
     * Says what came of it.
     *
     * @param lease how long the credentials are good; empty when there are none
     */
    synchronized void end(Recipient recipient, Optional<Duration> lease) {
        Map<String, Held> held = recipient.application().map(byApplication::get).orElse(null);
        if (held == null) {
            return;
        }
        if (lease.isPresent()) {
            Duration counted = lease.get().compareTo(LONGEST) < 0 ? lease.get() : LONGEST;
            held.put(recipient.name(), new Held(ticker.read() + counted.toNanos(), true));
        } else {
            // One that asked again has what it got before.
            held.computeIfPresent(recipient.name(), (name, before) -> before.isKnown() ? before : null);
        }
    }

    private void forgetEnded() {
        long now = ticker.read();
        byApplication.values().forEach(held -> held.values().removeIf(one -> one.end() - now <= 0));
        byApplication.values().removeIf(Map::isEmpty);
    }
}
