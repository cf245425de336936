package io.sparksecrets.store.vault;

import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the path of the settings means: a folder of a KV engine, or a folder of another engine.
 *
 * <p>Which of its segments name the mount only Vault knows, because a mount may have slashes in its name.
 */
sealed interface VaultPath {

    /** What a URL takes as it is. */
    Pattern WRITTEN = Pattern.compile("[A-Za-z0-9_~.-]+(/[A-Za-z0-9_~.-]+)*");

    /**
     * An engine that Vault has mounted.
     *
     * @param path where, without a slash at the end
     * @param type such as {@code kv} or {@code database}
     * @param version of a KV engine: 1 or 2
     */
    record Mount(String path, String type, int version) {

        private boolean isKv() {
            // "generic" is what the oldest installations still call it.
            return type.equals("kv") || type.equals("generic");
        }
    }

    /**
     * A folder of a KV engine, version 2.
     *
     * @param mount without a slash at the end
     * @param folder without slashes at its ends; empty for the whole engine
     */
    record Kv(String mount, String folder) implements VaultPath {

        /** Where the API has what {@code operation} (data, metadata, delete, undelete) does to a secret or, with "", to the folder. */
        String of(String operation, String secret) {
            return joined(joined(mount + "/" + operation, folder), secret);
        }

        @Override
        public String shown() {
            return "/v1/" + of("data", "");
        }
    }

    /** A folder of an engine that makes credentials, such as {@code database/creds}. */
    record Engine(String folder) implements VaultPath {

        /** Where the API has the credentials of a role. */
        String of(String role) {
            return joined(folder, role);
        }

        @Override
        public String shown() {
            return "/v1/" + folder;
        }
    }

    /** As the settings have it. */
    String shown();

    /**
     * The path of the settings without {@code /v1} and slashes at its ends, for {@link #of}.
     *
     * @throws StoreException when it cannot be one
     */
    static String written(String configured) {
        String path = plain(configured);
        if (!WRITTEN.matcher(path).matches()
                || ("/" + path + "/").contains("/../")
                || ("/" + path + "/").contains("/./")) {
            throw new StoreException(
                    Reason.UNSUPPORTED,
                    "the path \"%s\" of the Vault is none. It is /v1/MOUNT/data/FOLDER for a KV engine, such as /v1/secret/data/team"
                            .formatted(configured.replaceAll("\\p{Cntrl}", "?")));
        }
        return path;
    }

    private static String plain(String configured) {
        String path = configured.strip().replaceFirst("^/+", "").replaceFirst("/+$", "");
        return path.equals("v1") || path.startsWith("v1/") ? path.substring(2).replaceFirst("^/", "") : path;
    }

    /**
     * Whether it is a folder of an engine that makes credentials, as far as the path itself tells. {@link #of} refuses the few of
     * which Vault says otherwise.
     *
     * @param configured as the settings have it
     */
    static boolean isOfCredentials(String configured) {
        return withoutMount(plain(configured)) instanceof Engine;
    }

    /**
     * Takes it apart.
     *
     * @param written see {@link #written}
     * @param found the mount, where Vault says so
     * @throws StoreException when there are no secrets at such a path; the message says what is right
     */
    static VaultPath of(String written, Optional<Mount> found) {
        if (found.isEmpty()) {
            return withoutMount(written);
        }
        Mount mount = found.get();
        if (!mount.isKv()) {
            if (withoutMount(written) instanceof Kv) {
                throw new StoreException(
                        Reason.UNSUPPORTED,
                        ("the engine of type %s at \"%s\" makes credentials, but the segment \"data\" in the path \"/v1/%s\" means"
                                        + " a KV engine. Mount it at a path without such a segment")
                                .formatted(mount.type(), mount.path(), written));
            }
            return new Engine(written);
        }
        String rest = written.length() > mount.path().length()
                ? written.substring(mount.path().length() + 1)
                : "";
        if (mount.version() != 2) {
            throw new StoreException(
                    Reason.UNSUPPORTED,
                    ("the KV engine at \"%s\" has version 1, which keeps no versions and is not supported. Upgrade it"
                                    + " (vault kv enable-versioning %s), or take an engine of version 2")
                            .formatted(mount.path(), mount.path()));
        }
        if (rest.equals("data") || rest.startsWith("data/")) {
            return new Kv(mount.path(), rest.substring("data".length()).replaceFirst("^/", ""));
        }
        throw new StoreException(
                Reason.UNSUPPORTED,
                "the path \"/v1/%s\" lacks \"data\" behind the mount \"%s\". It must be \"%s\""
                        .formatted(written, mount.path(), new Kv(mount.path(), rest).shown()));
    }

    /** The first segment "data" that is not the first of all, as it stands behind the mount of a KV engine. */
    private static VaultPath withoutMount(String written) {
        int data = (written + "/").indexOf("/data/");
        if (data < 0) {
            return new Engine(written);
        }
        String behind = written.substring(data + "/data".length());
        return new Kv(written.substring(0, data), behind.replaceFirst("^/", ""));
    }

    private static String joined(String left, String right) {
        return right.isEmpty() ? left : left + "/" + right;
    }
}
