package io.sparksecrets.reference;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The value of a secret. Any text; may be empty, may hold any character.
 *
 * <p>Its {@link #toString()} is redacted, and Java and Jackson refuse to serialise it, so that it reaches a log, a message or
 * a JSON document only where somebody calls {@link #reveal()}.
 */
@JsonSerialize(using = SecretValue.Refusal.class)
public final class SecretValue {

    private final String text;

    private SecretValue(String text) {
        this.text = Objects.requireNonNull(text);
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

    /** Compares in a time that does not tell where two values differ. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretValue that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8))
                // UTF-8 has no unpaired surrogates: as bytes, texts that differ only in those are the same.
                && text.equals(that.text);
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

    /**
     * Fails rather than write a mask, which would be taken for the value further on, and whatever a mapper is told about
     * private fields.
     */
    static final class Refusal extends StdSerializer<SecretValue> {

        Refusal() {
            super(SecretValue.class);
        }

        @Override
        public void serialize(SecretValue value, JsonGenerator generator, SerializationContext context) {
            context.reportBadDefinition(SecretValue.class, "the value of a secret is not serialised");
        }
    }
}
