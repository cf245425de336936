package io.sparksecrets.store.kubernetes;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Secret;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.kubernetes.WriteRecords.WriteRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the Secret of Kubernetes held at one time. */
final class StoredSecrets {

    /** By which the API server knows which entries this program wrote last. */
    static final String FIELD_MANAGER = "spark-secrets";

    /** What is read where there is no Secret: it is made by the first write. */
    static final StoredSecrets NONE = new StoredSecrets(null, "");

    private final @Nullable Secret secret;
    private final String resourceVersion;
    /** Path to key, in the order of the paths. */
    private final NavigableMap<String, String> keys = new TreeMap<>();

    private final Map<String, String> data;
    /** Parsed when somebody asks; whoever only reads does not. */
    private @Nullable WriteRecords records;

    private StoredSecrets(@Nullable Secret secret, String resourceVersion) {
        this.secret = secret;
        this.resourceVersion = resourceVersion;
        this.data = secret == null || secret.getData() == null ? Map.of() : secret.getData();
        data.keySet().forEach(key -> path(key).ifPresent(path -> keys.put(path, DataKey.of(path))));
    }

    static StoredSecrets of(Secret secret) {
        return new StoredSecrets(secret, secret.getMetadata().getResourceVersion());
    }

    /** Without the Secret, which was deleted at this version. */
    static StoredSecrets deletedAt(String resourceVersion) {
        return new StoredSecrets(null, resourceVersion);
    }

    private Optional<String> path(String key) {
        if (!DataKey.holdsPath(key)) {
            return DataKey.path(key);
        }
        return text(bytes(key))
                .filter(path -> DataKey.ofPath(path).filter(key::equals).isPresent())
                .filter(path -> data.containsKey(DataKey.of(path)));
    }

    boolean exists() {
        return secret != null;
    }

    boolean isImmutable() {
        return secret != null && Boolean.TRUE.equals(secret.getImmutable());
    }

    String resourceVersion() {
        return resourceVersion;
    }

    WriteRecords records() {
        WriteRecords known = records;
        if (known == null) {
            Map<String, String> annotations =
                    secret == null ? null : secret.getMetadata().getAnnotations();
            known = WriteRecords.parse(annotations == null ? null : annotations.get(WriteRecords.ANNOTATION));
            records = known;
        }
        return known;
    }

    NavigableMap<String, String> keys() {
        return keys;
    }

    /** Whether this was read later. Versions are numbers that grow (kubernetes.io, "Resource versions"). */
    boolean isNewerThan(StoredSecrets other) {
        try {
            return other.resourceVersion.isEmpty()
                    || (!resourceVersion.isEmpty()
                            && Long.parseLong(resourceVersion) > Long.parseLong(other.resourceVersion));
        } catch (NumberFormatException e) {
            return true;
        }
    }

    /** The paths whose values differ between the two. */
    Set<String> changedSince(StoredSecrets before) {
        Set<String> changed = new TreeSet<>(keys.keySet());
        changed.addAll(before.keys.keySet());
        changed.removeIf(path -> Objects.equals(encoded(path), before.encoded(path)));
        return changed;
    }

    private @Nullable String encoded(String path) {
        String key = keys.get(path);
        return key == null ? null : data.get(key);
    }

    ReadResult read(String path) {
        String key = keys.get(path);
        if (key == null) {
            return new ReadResult.NotFound("there is no such secret");
        }
        return text(bytes(key))
                .<ReadResult>map(text -> new ReadResult.Text(SecretValue.of(text), 0))
                .orElseGet(
                        () -> new ReadResult.Unsupported(
                                "its value is not text in UTF-8; a binary value has to be encoded, such as in base64, before it is stored"));
    }

    /** What may be shown of a secret that is there. */
    SecretMetadata metadata(String path) {
        String key = Objects.requireNonNull(keys.get(path));
        Secret from = Objects.requireNonNull(secret);
        Instant made = instant(from.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH);
        // What somebody changed by hand since is not what the record speaks of.
        Optional<ManagedFieldsEntry> byHand = lastWriter(from, key);
        Optional<WriteRecord> record = records().of(path);
        Instant createdAt = record.map(WriteRecord::createdAt).orElse(made);
        if (byHand.isPresent()) {
            Instant changed = byHand.flatMap(entry -> instant(entry.getTime())).orElse(made);
            return new SecretMetadata(path, 0, createdAt, changed.isBefore(createdAt) ? createdAt : changed, "");
        }
        return new SecretMetadata(
                path,
                0,
                createdAt,
                record.map(WriteRecord::updatedAt).orElse(made),
                record.map(WriteRecord::updatedBy).orElse(""));
    }

    /** Whom the API server names as the one who set an entry, unless it is this program. */
    private static Optional<ManagedFieldsEntry> lastWriter(Secret secret, String key) {
        if (secret.getMetadata().getManagedFields() == null) {
            return Optional.empty();
        }
        return secret.getMetadata().getManagedFields().stream()
                .filter(entry -> entry.getFieldsV1() != null
                        && entry.getFieldsV1().getAdditionalProperties().get("f:data") instanceof Map<?, ?> fields
                        && fields.containsKey("f:" + key))
                .findFirst()
                .filter(entry -> !FIELD_MANAGER.equals(entry.getManager()));
    }

    /** How large the values of all entries are, also of those that no reference can name, in bytes. */
    long valueBytes() {
        return data.values().stream().mapToLong(StoredSecrets::decodedLength).sum();
    }

    /** How many bytes the value of one key has; 0 where there is none. */
    long valueBytes(String key) {
        String value = data.get(key);
        return value == null ? 0 : decodedLength(value);
    }

    int entries() {
        return data.size();
    }

    private static long decodedLength(@Nullable String base64) {
        if (base64 == null) {
            return 0;
        }
        long padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4 * 3L - padding;
    }

    private byte[] bytes(String key) {
        String value = data.get(key);
        return value == null ? new byte[0] : Base64.getDecoder().decode(value);
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(@Nullable String time) {
        try {
            return time == null ? Optional.empty() : Optional.of(Instant.parse(time));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The entries to set for a value, in base64. */
    static Map<String, String> entries(String path, SecretValue value) {
        Map<String, String> entries = new HashMap<>();
        entries.put(DataKey.of(path), base64(value.reveal()));
        DataKey.ofPath(path).ifPresent(key -> entries.put(key, base64(path)));
        return entries;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
