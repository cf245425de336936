package io.sparksecrets.reference;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a secret. Holds names only, never a value.
 *
 * <p>Its text form, given by {@link #toString()}, is the one that was read; the grammar is documented at {@link Template}.
 *
 * @param store the store of the long form {@code ${secrets:store:path}}; null for the short form, which means the default store
 * @param path segments separated by {@code /}, {@value #MAX_PATH_LENGTH} characters at most
 * @param field the field or JSON member; null when not given
 * @param version decimal digits; null for the newest
 * @param encoding how the value is written; null for the value as it is
 * @param defaultText what the reference yields when the secret does not exist, with escapes already undone and never encoded; null
 *     when not given, which is not the same as empty
 */
public record Reference(
        @Nullable String store,
        String path,
        @Nullable String field,
        @Nullable String version,
        @Nullable Encoding encoding,
        @Nullable String defaultText) {

    /** The longest path, in characters. */
    public static final int MAX_PATH_LENGTH = 253;

    /**
     * @throws IllegalArgumentException when a part is not what the grammar allows, so that a reference always has a text form
     */
    public Reference {
        Objects.requireNonNull(path);
        require(store == null || Grammar.isStore(store), "store");
        require(Grammar.isPath(path), "path");
        require(field == null || Grammar.isField(field), "field");
        require(version == null || Grammar.isVersion(version), "version");
        require(defaultText == null || Grammar.isDefault(defaultText), "default");
    }

    /**
     * A reference to the value as it is.
     *
     * @throws IllegalArgumentException when a part is not what the grammar allows
     */
    public Reference(
            @Nullable String store,
            String path,
            @Nullable String field,
            @Nullable String version,
            @Nullable String defaultText) {
        this(store, path, field, version, null, defaultText);
    }

    private static void require(boolean valid, String part) {
        if (!valid) {
            throw new IllegalArgumentException("not the " + part + " of a reference");
        }
    }

    /** Whether a reference can name a path; see the grammar at {@link Template}. */
    public static boolean isPath(String text) {
        return Grammar.isPath(text);
    }

    /** Whether the long form of a reference can name a store. */
    public static boolean isStore(String text) {
        return Grammar.isStore(text);
    }

    /** Whether a reference can name a field. */
    public static boolean isField(String text) {
        return Grammar.isField(text);
    }

    /** A short-form reference to the newest version of a secret of the default store. */
    public static Reference to(String path) {
        return new Reference(null, path, null, null, null);
    }

    /** The same reference without its default, as messages name it: a default may be a password. */
    public Reference withoutDefault() {
        return new Reference(store, path, field, version, encoding, null);
    }

    /** The same reference in another encoding (null for none), without its default, which is written as it shall appear. */
    public Reference encodedAs(@Nullable Encoding other) {
        return new Reference(store, path, field, version, other, null);
    }

    /** The text that parses to this reference, such as <code>${secrets:vault:team/db#user@3|url:-none}</code>. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("${secrets");
        if (store == null) {
            text.append('.');
        } else {
            text.append(':').append(store).append(':');
        }
        text.append(path);
        if (field != null) {
            text.append('#').append(field);
        }
        if (version != null) {
            text.append('@').append(version);
        }
        if (encoding != null) {
            text.append('|').append(encoding.text());
        }
        if (defaultText != null) {
            text.append(":-").append(defaultText.replace("}", "\\}"));
        }
        return text.append('}').toString();
    }
}
