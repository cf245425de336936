package io.sparksecrets.command.line;

import io.sparksecrets.reference.Reference;
import io.sparksecrets.text.Printable;

/** Keys of secrets as people type them: the path that stands in a reference. */
public final class SecretKeys {

    private static final String RULE = " has letters, digits, \"_\", \"-\" and \".\", in segments with"
            + " \"/\" between them that begin with a letter, a digit or \"_\", %d characters at most"
                    .formatted(Reference.MAX_PATH_LENGTH);

    private SecretKeys() {}

    /**
     * Returns the key as it is.
     *
     * @throws CommandFailure when no reference can name it
     */
    public static String require(String key) {
        if (key.startsWith("${secrets.") && key.endsWith("}")) {
            throw CommandFailure.badInput(
                    Printable.quoted(key) + " is a reference; the key is what stands in it, as in DB_PASSWORD for"
                            + " ${secrets.DB_PASSWORD}");
        }
        if (!Reference.isPath(key)) {
            throw CommandFailure.badInput(Printable.quoted(key) + " is no key of a secret. A key" + RULE);
        }
        return key;
    }

    /** The folder without a slash at its end; empty for all. */
    public static String requireFolder(String folder) {
        String path = folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
        if (!path.isEmpty() && !Reference.isPath(path)) {
            throw CommandFailure.badInput(Printable.quoted(folder) + " is no folder of secrets. A folder" + RULE);
        }
        return path;
    }
}
