package io.sparksecrets.store;

import io.sparksecrets.reference.Reference;

/** Which paths a store takes: exactly those that a reference can name. */
public final class SecretPath {

    private static final int MAX_QUOTED = 60;

    private SecretPath() {}

    /**
     * Returns a path as it is.
     *
     * @throws StoreException with {@link StoreException.Reason#UNSUPPORTED} when no reference can name it
     */
    public static String require(String path) {
        if (!Reference.isPath(path)) {
            throw new StoreException(
                    StoreException.Reason.UNSUPPORTED,
                    ("\"%s\" is no path of a secret. A path has up to %d characters: segments of letters, digits, \"_\", \"-\" and"
                                    + " \".\", with \"/\" between them; a segment begins with a letter, a digit or \"_\"")
                            .formatted(excerpt(path), Reference.MAX_PATH_LENGTH));
        }
        return path;
    }

    private static String excerpt(String path) {
        String shown = path.replaceAll("\\p{Cntrl}", "?");
        return shown.length() <= MAX_QUOTED ? shown : shown.substring(0, MAX_QUOTED) + "…";
    }
}
