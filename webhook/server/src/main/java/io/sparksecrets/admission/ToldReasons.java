package io.sparksecrets.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Remembers which reasons each asker was told in the last ten minutes, as hashes: the last {@value #MOST_OF_ONE} of one asker, and
 * {@value #MOST} in all. A reason that is forgotten is new again.
 *
 * @param <K> who asks
 */
final class ToldReasons<K> {

    static final int MOST_OF_ONE = 256;
    static final int MOST = 100_000;

    private static final Duration LATELY = Duration.ofMinutes(10);

    private record Told(long hash, long nanoTime) {}

    /** @param fresh how many of the reasons told last were new */
    private record Memory(List<Told> told, int fresh) {

        static final Memory NONE = new Memory(List.of(), 0);

        Memory plus(Set<Long> hashes, long now) {
            List<Told> lately = told.stream()
                    .filter(one -> now - one.nanoTime() < LATELY.toNanos())
                    .toList();
            List<Told> others =
                    lately.stream().filter(one -> !hashes.contains(one.hash())).toList();
            int again = lately.size() - others.size();
            List<Told> all = Stream.concat(others.stream(), hashes.stream().map(hash -> new Told(hash, now)))
                    .toList();
            // A copy, for a view of the last would keep the others.
            List<Told> last = List.copyOf(all.subList(Math.max(0, all.size() - MOST_OF_ONE), all.size()));
            return new Memory(last, hashes.size() - again);
        }
    }

    private final Ticker ticker;
    private final Cache<K, Memory> memories;

    ToldReasons(Ticker ticker) {
        this.ticker = ticker;
        memories = Caffeine.newBuilder()
                .expireAfterWrite(LATELY)
                .maximumWeight(MOST)
                .weigher((K asker, Memory memory) -> Math.max(1, memory.told().size()))
                .ticker(ticker)
                .build();
    }

    /** Remembers that the asker is told these reasons now, and returns how many of them it was not told lately. */
    int tell(K asker, Stream<String> reasons) {
        Set<Long> hashes = reasons.map(ToldReasons::hash).collect(Collectors.toSet());
        return memories.asMap()
                .compute(asker, (key, memory) -> (memory == null ? Memory.NONE : memory).plus(hashes, ticker.read()))
                .fresh();
    }

    /** Of a kind for which nobody finds two reasons with the same one, as they would for {@code hashCode}, to have the second for nothing. */
    private static long hash(String reason) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(reason.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
