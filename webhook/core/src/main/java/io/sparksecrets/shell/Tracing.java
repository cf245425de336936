package io.sparksecrets.shell;

/** Whether a shell prints a command before it runs it, with all that it has filled in, as after {@code set -x}. */
public enum Tracing {
    OFF,

    /** It depends on what is known only when the script runs. */
    PERHAPS,
    ON;

    /** What is known where one of two ways leads here. */
    Tracing or(Tracing other) {
        return this == other ? this : PERHAPS;
    }
}
