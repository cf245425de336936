package io.sparksecrets.resolution;

import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Why a reference has no value. It names the secret and holds no value; neither does it repeat the default of a reference, which
 * somebody may have taken for a place to keep one.
 */
public sealed interface ResolutionFailure {

    /** For the user: which secret, what is wrong and what to do. */
    String message();

    /**
     * Whether the cause is a state of a store that passes by itself, so that the request may be tried again as it is. Otherwise
     * the request, the secret or the policy has to change.
     */
    default boolean isRetryable() {
        return false;
    }

    /**
     * The reference names a store that is not configured.
     *
     * @param known the stores there are
     */
    record UnknownStore(String store, String path, Collection<String> known) implements ResolutionFailure {
        @Override
        public String message() {
            return "secret \"%s\": there is no store \"%s\"; the stores are %s"
                    .formatted(path, store, known.stream().sorted().collect(Collectors.joining("\", \"", "\"", "\"")));
        }
    }

    /**
     * The policy does not let the workload use the secret.
     *
     * @param why what the policy says, with what it would have to allow
     */
    record DeniedByPolicy(String store, String path, String why) implements ResolutionFailure {
        @Override
        public String message() {
            return "secret \"%s\": %s".formatted(path, why);
        }
    }

    /** The store does not show the secret to this installation. */
    record DeniedByStore(String store, String path, String why) implements ResolutionFailure {
        @Override
        public String message() {
            return "secret \"%s\": the store \"%s\" denies it to Spark Secrets: %s; a platform engineer has to grant access in the store"
                    .formatted(path, store, why);
        }
    }

    /** There is no such secret, or no such version of it. */
    record NotFound(String store, String path, String why) implements ResolutionFailure {
        @Override
        public String message() {
            return "secret \"%s\" is not found in the store \"%s\": %s; check its name, or write it first"
                    .formatted(path, store, why);
        }
    }

    /** The store cannot be asked now. */
    record Unavailable(String store, String path, String why) implements ResolutionFailure {
        @Override
        public String message() {
            return "secret \"%s\": the store \"%s\" is unavailable: %s; try again when it is back"
                    .formatted(path, store, why);
        }

        @Override
        public boolean isRetryable() {
            return true;
        }
    }

    /**
     * The store did not answer within the deadline.
     *
     * @param waited how long it was waited for
     */
    record TimedOut(String store, String path, Duration waited) implements ResolutionFailure {
        @Override
        public String message() {
            return "secret \"%s\": the store \"%s\" did not answer within %d ms; try again, and look at the store if it stays slow"
                    .formatted(path, store, waited.toMillis());
        }

        @Override
        public boolean isRetryable() {
            return true;
        }
    }

    /**
     * As many executors of the application as may have credentials of their own.
     *
     * @param limit how many that are
     */
    record Exhausted(String store, String path, int limit) implements ResolutionFailure {
        @Override
        public String message() {
            return ("secret \"%s\": %d executors of this application have credentials of the store \"%s\" that have not ended, as"
                            + " many as delivery.leasedExecutors lets one replica make; run fewer executors, or have a platform"
                            + " engineer shorten the lease of the credentials or raise the setting")
                    .formatted(path, limit, store);
        }
    }

    /** The store cannot do what the reference asks for, such as a version where none are kept. */
    record Unsupported(String store, String path, String why) implements ResolutionFailure {
        @Override
        public String message() {
            return "secret \"%s\": the store \"%s\" cannot do that: %s".formatted(path, store, why);
        }
    }

    /** The secret is there, but it has not the field that the reference names. */
    record InvalidField(String store, String path, String field, String why) implements ResolutionFailure {
        @Override
        public String message() {
            return "secret \"%s\" of the store \"%s\" has no field \"%s\": %s".formatted(path, store, field, why);
        }
    }
}
