package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.json.JsonObject;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Vault keeps about a secret of a KV engine, version 2: GET {@code /:mount/metadata/:path}.
 *
 * <p>A secret exists while its newest version is not deleted. One that is written after that is a new secret, whose versions are
 * counted on.
 *
 * @param newest the newest version, deleted or not; 0 when none was written yet
 * @param authors who wrote a version, where that is known
 */
record KvMetadata(long newest, Instant created, NavigableMap<Long, Version> versions, Map<Long, String> authors) {

    /** Before the number of a version in the custom metadata of a secret, where Vault has no place for authors. */
    static final String AUTHOR = "spark-secrets-author-";

    /**
     * One version.
     *
     * @param deleted when it is or was to be no longer readable
     * @param destroyed its value is gone for good
     */
    record Version(Instant created, Optional<Instant> deleted, boolean destroyed) {

        boolean isReadable(Instant now) {
            return !destroyed && !isDeleted(now);
        }

        private boolean isDeleted(Instant now) {
            return deleted.filter(time -> !time.isAfter(now)).isPresent();
        }
    }

    static KvMetadata of(JsonObject data) {
        NavigableMap<Long, Version> versions = new TreeMap<>();
        VaultAnswer.object(data, "versions").forEach(member -> {
            JsonObject version = member.getValue().asObject();
            versions.put(
                    Long.valueOf(member.getName()),
                    new Version(
                            time(version, "created_time").orElse(Instant.EPOCH),
                            time(version, "deletion_time"),
                            version.getBoolean("destroyed", false)));
        });
        Map<Long, String> authors = new TreeMap<>();
        VaultAnswer.object(data, "custom_metadata").forEach(member -> {
            String number =
                    member.getName().startsWith(AUTHOR) ? member.getName().substring(AUTHOR.length()) : "";
            if (number.matches("\\d{1,18}") && member.getValue().isString()) {
                authors.put(Long.valueOf(number), member.getValue().asString());
            }
        });
        return new KvMetadata(
                VaultAnswer.number(data, "current_version"),
                time(data, "created_time").orElse(Instant.EPOCH),
                versions,
                authors);
    }

    private static Optional<Instant> time(JsonObject parent, String name) {
        String text = VaultAnswer.text(parent, name);
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    }

    boolean exists(Instant now) {
        Version version = versions.get(newest);
        return version != null && version.isReadable(now);
    }

    /** The version that a caller may expect: the newest, 0 when the secret does not exist. */
    long expected(Instant now) {
        return exists(now) ? newest : 0;
    }

    /** What to show of the newest version. */
    SecretMetadata shown(String path) {
        return new SecretMetadata(
                path,
                newest,
                createdAt(),
                versions.containsKey(newest) ? versions.get(newest).created() : created,
                authors.getOrDefault(newest, ""));
    }

    /** When the secret came to be: at its first version, or at the one that was written after the last deletion. */
    Instant createdAt() {
        for (Map.Entry<Long, Version> next : versions.descendingMap().entrySet()) {
            Map.Entry<Long, Version> before = versions.lowerEntry(next.getKey());
            if (before != null
                    && before.getValue().deleted().isPresent()
                    && !before.getValue()
                            .deleted()
                            .get()
                            .isAfter(next.getValue().created())) {
                return next.getValue().created();
            }
        }
        return versions.containsKey(1L) ? versions.get(1L).created() : created;
    }

    /** The versions that can be read, the newest first. */
    List<SecretVersion> readable(Instant now) {
        List<SecretVersion> readable = new ArrayList<>();
        versions.descendingMap().forEach((number, version) -> {
            if (version.isReadable(now)) {
                readable.add(new SecretVersion(number, version.created(), authors.getOrDefault(number, "")));
            }
        });
        return readable;
    }

    /** The versions that went with the newest one, when that was deleted; not those of an earlier secret at the same path. */
    List<Long> restorable() {
        Instant since = versions.containsKey(newest) ? versions.get(newest).created() : Instant.MAX;
        return versions.entrySet().stream()
                .filter(version -> !version.getValue().destroyed())
                .filter(version -> version.getValue()
                        .deleted()
                        .filter(time -> !time.isBefore(since))
                        .isPresent())
                .map(Map.Entry::getKey)
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
