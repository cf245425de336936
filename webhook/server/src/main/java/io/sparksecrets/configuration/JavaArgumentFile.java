package io.sparksecrets.configuration;

/** When Java options that hold references are delivered as an argument file. */
public enum JavaArgumentFile {
    /** For Spark 4 and later, whose images have a Java that reads argument files. */
    AUTO,
    ALWAYS,
    NEVER
}
