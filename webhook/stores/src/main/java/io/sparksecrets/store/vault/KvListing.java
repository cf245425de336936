package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.json.JsonValue;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lists secrets of a KV engine in the order of their paths. Vault lists the names of one folder at a time, deleted secrets among
 * them, so the folders are walked and the metadata of what is there is read.
 */
final class KvListing {

    /** As long as a page may take, whatever the tree is like. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** So many metadata are read before looking on, even for a smaller page. */
    private static final int LEAST_CHUNK = 16;

    private final VaultApi api;
    private final VaultPath.Kv path;
    private final Parallel parallel;
    private final Function<String, Optional<KvMetadata>> metadata;

    KvListing(VaultApi api, VaultPath.Kv path, Parallel parallel, Function<String, Optional<KvMetadata>> metadata) {
        this.api = api;
        this.path = path;
        this.parallel = parallel;
        this.metadata = metadata;
    }

    List<SecretMetadata> list(String folder, String after, int limit) {
        Instant end = Instant.now().plus(TIMEOUT);
        List<SecretMetadata> page = new ArrayList<>();
        Deque<String> waiting = new ArrayDeque<>();
        expand(folder.isEmpty() ? "" : folder + "/", after, waiting);
        while (page.size() < limit && !waiting.isEmpty()) {
            List<String> chunk = next(waiting, after, Math.max(LEAST_CHUNK, limit - page.size()), end);
            Instant now = Instant.now();
            parallel.ask(chunk, metadata, Duration.between(now, end), (secret, isAsked) -> {
                        throw late(folder);
                    })
                    .forEach((secret, found) -> found.filter(known -> known.exists(now))
                            .filter(known -> page.size() < limit)
                            .ifPresent(known -> page.add(known.shown(secret))));
        }
        return page;
    }

    /** The next secrets; folders that come before them are opened. */
    private List<String> next(Deque<String> waiting, String after, int count, Instant end) {
        List<String> secrets = new ArrayList<>();
        while (secrets.size() < count && !waiting.isEmpty()) {
            String entry = waiting.pop();
            if (!entry.endsWith("/")) {
                secrets.add(entry);
            } else {
                if (Instant.now().isAfter(end)) {
                    throw late(entry);
                }
                expand(entry, after, waiting);
            }
        }
        return secrets;
    }

    /**
     * Puts what is in a folder before everything else that waits. The order of the names, with the slash at the end of a folder's,
     * is the order of all paths in and below them.
     */
    private void expand(String folder, String after, Deque<String> waiting) {
        List<String> entries = new ArrayList<>();
        for (String name : names(folder)) {
            String entry = folder + name;
            boolean isBehind = entry.compareTo(after) > 0 || (entry.endsWith("/") && after.startsWith(entry));
            // Others may keep secrets here that no reference can name.
            if (isBehind && Reference.isPath(entry.endsWith("/") ? entry.substring(0, entry.length() - 1) : entry)) {
                entries.add(entry);
            }
        }
        entries.sort(null);
        entries.reversed().forEach(waiting::push);
    }

    private List<String> names(String folder) {
        String at = path.of("metadata", folder.isEmpty() ? "" : folder.substring(0, folder.length() - 1));
        VaultAnswer answer = api.list(at);
        if (answer.status() == 404) {
            Refusal.requireEngine(answer, "list secrets", at);
            return List.of();
        }
        if (answer.status() == 403) {
            throw Refusal.denied("list secrets", "list", at);
        }
        JsonValue keys = answer.data().get("keys");
        if (!answer.succeeded() || keys == null || !keys.isArray()) {
            throw api.failure().unavailable("cannot list \"%s\": it answers HTTP %d".formatted(at, answer.status()));
        }
        List<String> names = new ArrayList<>();
        keys.asArray().forEach(key -> names.add(key.asString()));
        return names;
    }

    private StoreException late(String folder) {
        return api.failure()
                .unavailable("has not listed everything within %s; list a folder below \"%s\""
                        .formatted(VaultFailure.shown(TIMEOUT), folder));
    }
}
