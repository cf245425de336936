package io.sparksecrets.manifest;

/**
 * An entry of a properties file.
 *
 * @param line the line it begins in, from 1
 */
public record Property(String key, String value, int line) {}
