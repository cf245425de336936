package io.sparksecrets.reference;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The value of a secret. Any text; may be empty, may hold any character.
 *
 * <p>It is no record and not serialisable, and its {@link #toString()} is redacted, so that it reaches a log, a message or a
 * JSON document only where somebody calls {@link #reveal()}.
 */
public final class SecretValue {

    private final String text;

    private SecretValue(String text) {
        this.text = text;
    }

    public static SecretValue of(String text) {
        return new SecretValue(text);
    }

    /** The value itself. Call it only where the value leaves for a delivery Secret or for a store. */
    public String reveal() {
        return text;
    }

    /** The length of the value in UTF-8, in bytes. */
    public int sizeInBytes() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretValue that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for all values, because a hash of a weak secret gives it away. */
    @Override
    public int hashCode() {
        return SecretValue.class.hashCode();
    }

    @Override
    public String toString() {
        return "SecretValue[redacted]";
    }
}
