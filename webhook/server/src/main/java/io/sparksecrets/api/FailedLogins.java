package io.sparksecrets.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sparksecrets.rate.TokenBucket;
import io.sparksecrets.rate.TokenBuckets;
import io.sparksecrets.reference.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Bounds how often one address has Kubernetes asked about tokens that it does not accept: {@value #CAPACITY} times at once, and
 * {@value #PER_SECOND} a second after that.
 *
 * <p>Many callers may come from one address, so a token that was accepted from there in the last ten seconds may be tried whatever
 * others send. That it was accepted is not remembered as an answer: Kubernetes is asked about it as about any other.
 */
final class FailedLogins {

    static final int CAPACITY = 20;
    static final int PER_SECOND = 1;

    private static final Duration LATELY = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 10_000;

    private record Accepted(String address, String hash) {}

    private final TokenBuckets<String> buckets;
    private final Cache<Accepted, Boolean> accepted;

    FailedLogins(Ticker ticker) {
        buckets = new TokenBuckets<>(new TokenBucket.Limit(CAPACITY, PER_SECOND), ticker);
        accepted = Caffeine.newBuilder()
                .expireAfterWrite(LATELY)
                .maximumSize(MOST_REMEMBERED)
                .ticker(ticker)
                .build();
    }

    /** Whether Kubernetes may be asked about the token for the address. */
    boolean mayTry(String address, SecretValue token) {
        return !buckets.isUsedUp(address) || accepted.getIfPresent(key(address, token)) != null;
    }

    /** Counts a token that Kubernetes did not accept. */
    void failed(String address, SecretValue token) {
        accepted.invalidate(key(address, token));
        buckets.take(address, 1);
    }

    /** Remembers a token that Kubernetes accepted. */
    void succeeded(String address, SecretValue token) {
        accepted.put(key(address, token), true);
    }

    private static Accepted key(String address, SecretValue token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return new Accepted(
                    address,
                    HexFormat.of().formatHex(digest.digest(token.reveal().getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
