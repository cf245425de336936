package io.sparksecrets.store.vault;

import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;

/** What a 403 and a 404 of Vault mean, in words. */
final class Refusal {

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
        return answer.says("no handler for route")
                ? new ReadResult.Unavailable("Vault has no engine mounted at the path \"%s\"".formatted(path))
                : new ReadResult.NotFound("there is no such secret");
    }
}
