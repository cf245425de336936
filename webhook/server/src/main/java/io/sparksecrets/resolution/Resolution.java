package io.sparksecrets.resolution;

import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of a set of references: all their values, or every failure. Values are redacted in {@code toString}. */
public sealed interface Resolution {

    /**
     * Every reference has a value.
     *
     * @param values in the order in which the references were given
     */
    record Resolved(Map<Reference, SecretValue> values) implements Resolution {
        public Resolved {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * At least one reference has none.
     *
     * @param failures the references that failed, in the order in which they were given; never empty
     */
    record Failed(Map<Reference, ResolutionFailure> failures) implements Resolution {
        public Failed {
            failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
        }

        /** Whether the same request may succeed later without a change to it, to the secrets or to the policy. */
        public boolean isRetryable() {
            return failures.values().stream().allMatch(ResolutionFailure::isRetryable);
        }
    }
}
