package io.sparksecrets.configuration;

/** What a line of the log looks like. */
public enum LogFormat {
    JSON,
    TEXT
}
