package io.sparksecrets.store.vault;

import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;

/** What a 403 and a 404 of Vault mean, in words. */
final class Refusal {

    private static final String NO_ROUTE = "no handler for route";

    private Refusal() {}

    static ReadResult deniedRead(String path) {
        return new ReadResult.Denied(denied("read", path));
    }

    /** A request that only somebody who manages secrets makes. */
    static StoreException denied(String task, String capability, String path) {
        return new StoreException(Reason.DENIED, "cannot %s: %s".formatted(task, denied(capability, path)));
    }

    private static String denied(String capability, String path) {
        return "the policies of this store's Vault token do not let it; they have to give the capability \"%s\" on the path \"%s\""
                .formatted(capability, path);
    }

    static ReadResult missing(VaultAnswer answer, String path) {
        if (isUnmounted(answer)) {
            return new ReadResult.Unsupported(unmounted(path));
        }
        return answer.says(NO_ROUTE)
                ? new ReadResult.Unavailable(
                        "the engine that Vault has mounted at the path \"%s\" does not run; its own log says why"
                                .formatted(path))
                : new ReadResult.NotFound("there is no such secret");
    }

    /**
     * Looks whether there is an engine at all, since without one Vault answers 404 to everything.
     *
     * @throws StoreException when there is none
     */
    static void requireEngine(VaultAnswer answer, String task, String path) {
        if (isUnmounted(answer)) {
            throw new StoreException(Reason.NOT_FOUND, "cannot %s: %s".formatted(task, unmounted(path)));
        }
    }

    private static boolean isUnmounted(VaultAnswer answer) {
        return answer.status() == 404 && answer.says(NO_ROUTE) && !answer.says("backend is nil");
    }

    private static String unmounted(String path) {
        return "Vault has no engine mounted at the path \"%s\"; correct the path of the store, or mount an engine there"
                .formatted(path);
    }
}
