package io.sparksecrets.store;

import io.sparksecrets.reference.SecretValue;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a store answers when a secret is read. The four failures are never mixed up. Each says why in words that may be shown
 * to the user: they hold no value, no credential and no address.
 */
public sealed interface ReadResult {

    /** The secret is there. */
    sealed interface Found extends ReadResult {

        /** The version that was read; 0 where the store keeps no versions. */
        long version();

        /** How long it may be kept at most, where the store says so, as for credentials that it made for this reader. */
        default Optional<Duration> lease() {
            return Optional.empty();
        }
    }

    /** A secret that is one text, as the database and Kubernetes keep them. */
    record Text(SecretValue value, long version) implements Found {
        public Text {
            Objects.requireNonNull(value);
        }
    }

    /** A secret that has named fields, as Vault keeps them. Kept apart from a text, because {@code #field} differs. */
    record Fields(Map<String, SecretValue> fields, long version, Optional<Duration> lease) implements Found {
        public Fields {
            fields = Map.copyOf(fields);
            Objects.requireNonNull(lease);
        }

        /** Fields that may be kept. */
        public Fields(Map<String, SecretValue> fields, long version) {
            this(fields, version, Optional.empty());
        }
    }

    /** There is no such secret, or no such version of it; {@code why} says which. */
    record NotFound(String why) implements ReadResult {}

    /**
     * The store refuses to show the secret to this installation.
     *
     * @param inFull the same for who runs the store, with where it is; not for users
     */
    record Denied(String why, String inFull) implements ReadResult {

        /** What everybody may be told in the same words. */
        public Denied(String why) {
            this(why, why);
        }

        /** What reading was refused with. */
        public static Denied of(StoreException refusal) {
            return new Denied(refusal.toUsers(), refusal.getMessage());
        }
    }

    /**
     * The store could not be asked, or cannot say now. Trying again may help.
     *
     * @param inFull the same for who runs the store, with where it is; not for users
     */
    record Unavailable(String why, String inFull) implements ReadResult {

        /** What everybody may be told in the same words. */
        public Unavailable(String why) {
            this(why, why);
        }

        /** What reading failed of. */
        public static Unavailable of(StoreException failure) {
            return new Unavailable(failure.toUsers(), failure.getMessage());
        }
    }

    /** The store is there but what was asked cannot be had from it, such as a version where none are kept. */
    record Unsupported(String why) implements ReadResult {}
}
