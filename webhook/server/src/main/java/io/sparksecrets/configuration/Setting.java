package io.sparksecrets.configuration;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration.
 *
 * @param key its place in the file, such as {@code admission.maxBodyBytes}
 * @param shortName what flag and variable are made of; the key, unless it would be long
 * @param defaultText the default as one would write it; null where there is none
 * @param defaultDescription what happens without it, for the documentation
 * @param sensitive whether a value is a secret, so that it is never shown and there is no flag for it
 * @param nearSecret whether people may put a secret there that belongs elsewhere, so that a value is not shown even when it is wrong
 */
public record Setting<T>(
        String key,
        String shortName,
        ValueType<T> type,
        @Nullable String defaultText,
        String defaultDescription,
        String description,
        boolean sensitive,
        boolean nearSecret) {

    static final String VARIABLE_PREFIX = "SPARK_SECRETS_";

    /** The key of the default store. */
    static final String DEFAULT_STORE = "secretStore";

    /** The key of all others, by name. */
    static final String NAMED_STORES = "stores";

    public Setting {
        Objects.requireNonNull(key);
        Objects.requireNonNull(shortName);
        Objects.requireNonNull(type);
        Objects.requireNonNull(defaultDescription);
        Objects.requireNonNull(description);
    }

    /** A setting with a default. */
    static <T> Setting<T> of(String key, ValueType<T> type, String defaultText, String description) {
        return new Setting<>(key, key, type, defaultText, defaultText, description, false, isOfStore(key));
    }

    /** A setting that need not be given. */
    static <T> Setting<T> optional(String key, ValueType<T> type, String withoutIt, String description) {
        return new Setting<>(key, key, type, null, withoutIt, description, false, isOfStore(key));
    }

    Setting<T> withShortName(String name) {
        return new Setting<>(key, name, type, defaultText, defaultDescription, description, sensitive, nearSecret);
    }

    Setting<T> keptSecret() {
        return new Setting<>(key, shortName, type, defaultText, defaultDescription, description, true, true);
    }

    /** The same for a setting that says where a secret is. */
    Setting<T> ofSecret() {
        return new Setting<>(key, shortName, type, defaultText, defaultDescription, description, sensitive, true);
    }

    /** Whether a key is of a store, of which addresses, roles, paths and durations may be where somebody pasted a token. */
    static boolean isOfStore(String key) {
        return key.startsWith(DEFAULT_STORE + ".") || key.startsWith(NAMED_STORES + ".");
    }

    /** Whether messages may quote a value that is wrong. */
    boolean isQuoted() {
        return !nearSecret;
    }

    /** The setting of another store that this is for the default one. */
    Setting<T> at(String store) {
        String itsKey = store + key.substring(DEFAULT_STORE.length());
        return new Setting<>(itsKey, itsKey, type, defaultText, defaultDescription, description, sensitive, nearSecret);
    }

    /** Whether it can be given as a flag, which everybody on the machine sees in the process list. */
    public boolean hasFlag() {
        return !sensitive;
    }

    /** The environment variable, such as {@code SPARK_SECRETS_ADMISSION_MAX_BODY_BYTES}. */
    public String variable() {
        return VARIABLE_PREFIX + words('_').toUpperCase(Locale.ROOT);
    }

    /** The flag, such as {@code --admission-max-body-bytes}. */
    public String flag() {
        return "--" + words('-');
    }

    private String words(char separator) {
        return shortName
                .replaceAll("([a-z0-9])([A-Z])", "$1" + separator + "$2")
                .replace('.', separator)
                .toLowerCase(Locale.ROOT);
    }
}
