package io.sparksecrets.store.vault;

import io.sparksecrets.reference.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A login.
 *
 * @param since when it was made or renewed
 * @param life from then; empty when it does not end
 */
record VaultSession(SecretValue token, Instant since, Optional<Duration> life, boolean renewable) {

    /** Of numbers as Vault has them, in seconds; 0 for a token that does not end. */
    static VaultSession of(SecretValue token, Instant since, long seconds, boolean renewable) {
        return new VaultSession(
                token, since, seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty(), renewable);
    }

    Optional<Instant> end() {
        return life.map(since::plus);
    }
}
