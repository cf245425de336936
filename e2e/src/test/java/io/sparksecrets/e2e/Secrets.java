package io.sparksecrets.e2e;

import io.sparksecrets.e2e.cluster.StoredObject;
import io.sparksecrets.e2e.webhook.Webhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Secrets of a test. In the middle of each value are random digits that occur nowhere else, so that a trace of it is found
 * however the text around it is escaped.
 */
final class Secrets {

    private static final int RANDOM_BYTES = 12;

    private final Webhook webhook;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, List<String>> traces = new TreeMap<>();

    Secrets(Webhook webhook) {
        this.webhook = webhook;
    }

    /** Stores a secret with a random value. */
    Secrets put(String path) throws IOException {
        return put(path, "", "");
    }

    /** Stores a secret with a value that begins and ends with these texts. */
    Secrets put(String path, String before, String after) throws IOException {
        webhook.putSecret(path, remember(path, before, after));
        return this;
    }

    /** A value that is in no store, to see that a search would find it. */
    String plant(String name) {
        return remember(name, "", "");
    }

    String value(String path) {
        return Objects.requireNonNull(values.get(path), path);
    }

    /** The SHA-256 of the value in hexadecimal digits. */
    String hash(String path) {
        return sha256(value(path));
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The paths of those that have left a trace in a text, as they are or in base64. */
    List<String> in(String text) {
        return traces.keySet().stream()
                .filter(path -> traces(path).stream().anyMatch(text::contains))
                .toList();
    }

    /** The paths of those that have left a trace in one of many lines. */
    List<String> in(Stream<String> lines) {
        return lines.flatMap(line -> in(line).stream()).distinct().toList();
    }

    /** The paths of those that have left a trace in an object. */
    List<String> in(StoredObject object) {
        return traces.keySet().stream()
                .filter(path -> traces(path).stream()
                        .anyMatch(trace -> object.contains(trace.getBytes(StandardCharsets.UTF_8))))
                .toList();
    }

    /** Each trace in an object that is no Secret, as {@code PATH in KEY}. */
    List<String> outsideOfSecrets(List<StoredObject> stored) {
        return stored.stream()
                .filter(object -> !object.isSecret())
                .flatMap(object -> in(object).stream().map(path -> path + " in " + object.key()))
                .toList();
    }

    private List<String> traces(String path) {
        return Objects.requireNonNull(traces.get(path), path);
    }

    private String remember(String path, String before, String after) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String digits = HexFormat.of().formatHex(random);
        List<String> found = new ArrayList<>(List.of(digits));
        for (int offset = 0; offset < 3; offset++) {
            // In base64 a text looks different at each of three offsets; the first and last characters depend on its
            // neighbours.
            String encoded =
                    Base64.getEncoder().encodeToString(("\0".repeat(offset) + digits).getBytes(StandardCharsets.UTF_8));
            found.add(encoded.substring(4, encoded.length() - 4));
        }
        values.put(path, before + digits + after);
        traces.put(path, found);
        return value(path);
    }
}
