package io.sparksecrets.manifest;

/** What was handed over cannot be used. The message names the file, the line and column where they are known, and why. */
public final class ManifestException extends Exception {

    private static final long serialVersionUID = 1L;

    ManifestException(String message) {
        super(message);
    }
}
