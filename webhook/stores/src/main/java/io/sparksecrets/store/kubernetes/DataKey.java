package io.sparksecrets.store.kubernetes;

import io.sparksecrets.reference.Reference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Under which key of a Secret's data a path is kept. A key has up to 253 of the characters {@code A-Z a-z 0-9 . _ -}
 * (kubernetes.io, "Restriction on names and data"), so a slash has to be written in another way:
 *
 * <ul>
 *   <li>A path without a slash is its own key. So what was made with {@code kubectl create secret generic} is read as it is.
 *   <li>A path with slashes begins with {@code -}, which no path does. From there on {@code .} stands for a slash, {@code -.} for
 *       a dot and {@code --} for a hyphen: {@code team/db/PASSWORD} is {@code -team.db.PASSWORD}, and {@code a/b.c-d} is {@code
 *       -a.b-.c--d}.
 *   <li>A path whose key would be longer than 253 characters has two entries, named after the SHA-256 of the path in hexadecimal:
 *       {@code --path.HASH} holds the path and {@code --value.HASH} the value. There are more such paths than keys, so no way of
 *       writing them fits.
 * </ul>
 *
 * Every path has one key, and a key has at most one path. What has none, such as {@code .dockerconfigjson}, is not a secret of
 * the store, and is left alone.
 */
final class DataKey {

    static final int MAX_LENGTH = 253;

    private static final String PATH_PREFIX = "--path.";
    private static final String VALUE_PREFIX = "--value.";

    private DataKey() {}

    /** The key that holds the value of a path. */
    static String of(String path) {
        String key = written(path);
        return key.length() <= MAX_LENGTH ? key : VALUE_PREFIX + hash(path);
    }

    /** The key that holds the path itself; empty where the key of the value says it. */
    static Optional<String> ofPath(String path) {
        return written(path).length() <= MAX_LENGTH ? Optional.empty() : Optional.of(PATH_PREFIX + hash(path));
    }

    /** The path whose value a key holds, as far as the key says it. */
    static Optional<String> path(String key) {
        String path = key.startsWith("-") ? read(key) : key;
        return Reference.isPath(path) && of(path).equals(key) ? Optional.of(path) : Optional.empty();
    }

    /** Whether a key holds a long path, which its content then says. */
    static boolean holdsPath(String key) {
        return key.startsWith(PATH_PREFIX);
    }

    private static String written(String path) {
        return path.indexOf('/') < 0
                ? path
                : "-" + path.replace("-", "--").replace(".", "-.").replace('/', '.');
    }

    private static String read(String key) {
        StringBuilder path = new StringBuilder(key.length());
        for (int i = 1; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '-' && i + 1 < key.length()) {
                i++;
                path.append(key.charAt(i));
            } else {
                path.append(c == '.' ? '/' : c);
            }
        }
        return path.toString();
    }

    private static String hash(String path) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
