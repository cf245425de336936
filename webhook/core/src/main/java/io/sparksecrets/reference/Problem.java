package io.sparksecrets.reference;

import java.util.Objects;

/**
 * One reason why a pod or a conf is refused, for the person who wrote it.
 *
 * @param where the place in that person's words, such as {@code container main, env DB_URL} or {@code spark.app.name}
 * @param what what is wrong there and what to do; never a value
 */
public record Problem(String where, String what) {

    public Problem {
        Objects.requireNonNull(where);
        Objects.requireNonNull(what);
    }

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
