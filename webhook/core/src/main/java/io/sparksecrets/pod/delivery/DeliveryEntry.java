package io.sparksecrets.pod.delivery;

import io.sparksecrets.pod.SecretVariable;
import java.util.Comparator;
import java.util.Objects;

/**
 * One entry that a delivery Secret has to hold for a pod, described without any value.
 *
 * @param text the template the entry renders; for {@link Encoding#PLAIN} exactly one reference
 */
public record DeliveryEntry(Encoding encoding, int number, String text) {

    /** How the rendered text is written into the entry. The prefix of the entry's key tells it. */
    public enum Encoding {
        /** The value as it is, for an env variable. */
        PLAIN("reference-"),
        /** Java options for Spark's launcher, which splits them into words: each word quoted so that it reads it back. */
        LAUNCHER_OPTIONS("launcher-options-"),
        /** One Java option as an argument file of the java command. */
        JAVA_ARGUMENT_FILE("java-option-"),
        /** The same as {@link #LAUNCHER_OPTIONS}, where Python's shlex splits the options into words. */
        PYTHON_OPTIONS("python-options-");

        private final String keyPrefix;

        Encoding(String keyPrefix) {
            this.keyPrefix = keyPrefix;
        }

        String key(int number) {
            return keyPrefix + number;
        }
    }

    public static final Comparator<DeliveryEntry> ORDER =
            Comparator.comparing(DeliveryEntry::encoding).thenComparingInt(DeliveryEntry::number);

    public DeliveryEntry {
        Objects.requireNonNull(encoding);
        Objects.requireNonNull(text);
    }

    /** The key in the delivery Secret, such as {@code reference-0}. */
    public String key() {
        return encoding.key(number);
    }

    /** The env variable that carries the entry into a container, for entries that are no file. */
    public String variable() {
        return SecretVariable.name(number);
    }

    /** Reads an entry back from its key; the encoding's prefix and a number, else an exception. */
    static DeliveryEntry fromKey(String key, String text) {
        for (Encoding encoding : Encoding.values()) {
            if (key.startsWith(encoding.keyPrefix)) {
                int number = Integer.parseUnsignedInt(key, encoding.keyPrefix.length(), key.length(), 10);
                DeliveryEntry entry = new DeliveryEntry(encoding, number, text);
                if (entry.key().equals(key)) {
                    return entry;
                }
            }
        }
        throw new IllegalArgumentException("\"" + key + "\" is no key of an entry");
    }
}
