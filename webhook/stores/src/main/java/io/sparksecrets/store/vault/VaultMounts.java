package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.json.JsonObject;
import io.sparksecrets.store.StoreException;
import java.util.Optional;

/** Which engine is mounted above a path. */
final class VaultMounts {

    private VaultMounts() {}

    /**
     * Asks what the command {@code vault kv} asks. A token may whenever it may do something below the path, and else it is not
     * told whether there is such a mount.
     *
     * @return empty when Vault does not say
     * @throws StoreException when it cannot be asked
     */
    static Optional<VaultPath.Mount> find(VaultApi api, String path) {
        VaultAnswer answer = api.read("sys/internal/ui/mounts/" + path);
        if (!answer.succeeded()) {
            return Optional.empty();
        }
        JsonObject mount = answer.data();
        String version = VaultAnswer.text(VaultAnswer.object(mount, "options"), "version");
        return Optional.of(new VaultPath.Mount(
                VaultAnswer.text(mount, "path").replaceFirst("/$", ""),
                VaultAnswer.text(mount, "type"),
                version.equals("2") ? 2 : 1));
    }
}
