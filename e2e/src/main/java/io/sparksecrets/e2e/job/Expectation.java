package io.sparksecrets.e2e.job;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * A value that has to be at a place, known by its hash.
 *
 * @param place {@code env} or {@code property}
 * @param name of the variable or property
 * @param sha256 of the value in UTF-8, in hexadecimal digits
 */
public record Expectation(String place, String name, String sha256) implements Serializable {

    /** Reads {@code place:name:sha256}. */
    static Expectation parse(String text) {
        String[] parts = text.split(":", 3);
        return new Expectation(parts[0], parts[1], parts[2]);
    }

    /** Says whether the value is there, and never the value. */
    String look(String who) {
        return look(who, name -> switch (place) {
            case "env" -> System.getenv(name);
            case "property" -> System.getProperty(name);
            default -> throw new IllegalArgumentException("no such place: " + place);
        });
    }

    String look(String who, Function<String, String> values) {
        String value = values.apply(name);
        String found = value == null ? "IS MISSING" : sha256(value).equals(sha256) ? "arrived" : "DIFFERS";
        return "%s: %s %s %s".formatted(who, place, name, found);
    }

    static boolean isArrival(String report) {
        return report.endsWith(" arrived");
    }

    private static String sha256(String value) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
