package io.sparksecrets.validation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sparksecrets.delivery.Cluster;
import io.sparksecrets.delivery.ClusterException;
import io.sparksecrets.rate.TokenBucket;
import io.sparksecrets.reference.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Knows the namespaces with the label {@value #LABEL}: those of the last {@link #list}, and asks for one that it does not know yet.
 * While the API server cannot be asked, those that took part go on to.
 *
 * <p>Whoever sends reviews can make up names, so only {@value #MOST_UNKNOWN} are asked for at once, and {@value #UNKNOWN_PER_SECOND}
 * more each second. Those that are listed do not notice, and a new one is listed a little later.
 */
public final class ListedNamespaces implements OptedInNamespaces {

    public static final String LABEL = "sparksecrets.io/injection";

    private static final Duration PERIOD = Duration.ofSeconds(5);

    /** For how long an answer about one namespace counts. */
    private static final Duration MEMORY = Duration.ofSeconds(2);

    private static final int MOST_REMEMBERED = 10_000;

    private static final int MOST_UNKNOWN = 50;
    private static final int UNKNOWN_PER_SECOND = 10;

    private final Cluster cluster;
    private final String value;
    private final Set<String> excluded;
    private final Ticker ticker;
    private final Cache<String, Boolean> asked;
    private volatile Set<String> listed = Set.of();
    private TokenBucket unknown;

    /**
     * Knows none until they are listed.
     *
     * @param value that of the label in namespaces which take part
     * @param excluded namespaces that never take part
     */
    public ListedNamespaces(Cluster cluster, String value, Set<String> excluded, Ticker ticker) {
        this.cluster = cluster;
        this.value = value;
        this.excluded = Set.copyOf(excluded);
        this.ticker = ticker;
        asked = Caffeine.newBuilder()
                .expireAfterWrite(MEMORY)
                .maximumSize(MOST_REMEMBERED)
                .ticker(ticker)
                .build();
        unknown = new TokenBucket.Limit(MOST_UNKNOWN, UNKNOWN_PER_SECOND).full(ticker.read());
    }

    /**
     * Lists them, and returns how long to wait before the next time.
     *
     * @throws ClusterException when they cannot be listed, so that each that is not known is asked for
     */
    public Duration list() {
        if (!cluster.isNone()) {
            listed = cluster.namespacesWith(LABEL, value);
        }
        return PERIOD;
    }

    @Override
    public Optional<Problem> refusal(String namespace) {
        if (excluded.contains(namespace)) {
            return Optional.of(problem("Spark Secrets never delivers to the namespace %s".formatted(namespace)));
        }
        return listed.contains(namespace) || cluster.isNone() || isLabelled(namespace)
                ? Optional.empty()
                : Optional.of(problem("%s does not take part; label it: kubectl label namespace %s %s=%s"
                        .formatted(namespace, namespace, LABEL, value)));
    }

    private boolean isLabelled(String namespace) {
        return asked.get(namespace, name -> {
            if (!mayAsk()) {
                throw new ClusterException(
                        ClusterException.Reason.UNAVAILABLE,
                        "%s is not known, and too many namespaces that are not known are being asked for; try again in a few seconds"
                                .formatted(name));
            }
            return cluster.labelsOfNamespace(name)
                    .filter(labels -> value.equals(labels.get(LABEL)))
                    .isPresent();
        });
    }

    private synchronized boolean mayAsk() {
        TokenBucket now = unknown.at(ticker.read());
        boolean may = !now.isUsedUp();
        unknown = may ? now.minus(1) : now;
        return may;
    }

    private static Problem problem(String what) {
        return new Problem("namespace", what);
    }
}
