package io.sparksecrets.application;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Bodies of one length that make a reader of JSON, or of pods and conf maps, need as much as may be. */
final class HostileReviews {

    /** A little below what is read. */
    private static final long TOKENS = 490_000;

    /** The same; there are a few in the reviews themselves. */
    private static final int REFERENCES = 24_900;

    private final int length;
    private final String driver = resource("/demo/driver-pod.json");
    private final String confMap = resource("/demo/conf-map.json");

    /** @param length of each body, in bytes */
    HostileReviews(int length) {
        this.length = length;
    }

    /** A review of a real API server. */
    static byte[] ordinary() {
        return resource("/demo/driver-pod.json").getBytes(StandardCharsets.UTF_8);
    }

    /** A review that is as long as may be. */
    byte[] longest() {
        return inDriver("\"spec\":{", "\"spec\":{\"a\":[", i -> i == 0 ? "\"" : "aaaaaaaa", "],");
    }

    /** By what they are made of. */
    Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        shapes().forEach((name, shape) -> all.put(name, inDriver("\"spec\":{", "\"spec\":{\"a\":[", shape, "],")));
        all.put("objects that are no review", filled("{\"a\":[", i -> "{},", "]}"));
        all.put("objects beside the review", filled("{\"a\":[", i -> "{},", "]," + driver.substring(1)));
        all.put("names in a pod", inDriver("\"spec\":{", "\"spec\":{", i -> "\"" + i + "\":0,", ""));
        all.put("labels", inDriver("\"labels\":{", "\"labels\":{", i -> "\"l" + i + "\":\"\",", ""));
        all.put("extra of the user", inDriver("\"extra\":{", "\"extra\":{", i -> "\"l" + i + "\":[],", ""));
        all.put("variables", inDriver("\"env\":[", "\"env\":[", i -> "{\"name\":\"A" + i + "\",\"value\":\"b\"},", ""));
        all.put(
                "variables with references",
                inDriver(
                        "\"env\":[",
                        "\"env\":[",
                        i -> "{\"name\":\"A" + i + "\",\"value\":\"" + (i < REFERENCES ? "${secrets.DB_PASS}" : "b")
                                + "\"},",
                        ""));
        all.put(
                "variables with many references",
                inDriver(
                        "\"env\":[",
                        "\"env\":[",
                        i -> "{\"name\":\"A" + i + "\",\"value\":\"x" + reference(i) + "\"},",
                        ""));
        all.put(
                "a variable of references",
                inDriver("\"env\":[", "\"env\":[{\"name\":\"A\",\"value\":\"", HostileReviews::reference, "\"},"));
        all.put(
                "a variable of too many references",
                inDriver("\"env\":[", "\"env\":[{\"name\":\"A\",\"value\":\"", i -> "${secrets.S" + i + "}", "\"},"));
        all.put(
                "a variable of broken references",
                inDriver(
                        "\"env\":[",
                        "\"env\":[{\"name\":\"A\",\"value\":\"",
                        i -> i < REFERENCES ? "${secrets:" : "aaaaaaa",
                        "\"},"));
        all.put("words with references", inDriver("\"args\":[", "\"args\":[", i -> "\"" + reference(i) + "\",", ""));
        all.put(
                "a script of references",
                inDriver(
                        "\"args\":[",
                        "\"command\":[\"sh\",\"-c\",\"",
                        i -> "'" + reference(i) + "' $(",
                        "\"],\"args\":["));
        all.put("containers", inDriver("\"containers\":[", "\"containers\":[", i -> "{\"name\":\"c" + i + "\"},", ""));
        all.put("conf keys", inConfMap(i -> "spark.a" + i + "=b\\n"));
        all.put("conf keys with references", inConfMap(i -> "spark.a" + i + "=" + reference(i) + "\\n"));
        all.put("a conf of escapes", inConfMap(i -> "\\\\u0041\\\\\\n "));
        all.put(
                "java options with references",
                inConfMap(i -> i == 0 ? "spark.driver.extraJavaOptions=" : "-Da" + i + "=" + reference(i) + " "));
        return all;
    }

    private static String reference(int i) {
        return i < REFERENCES ? "${secrets.S" + i + "}" : "a" + i;
    }

    private Map<String, IntFunction<String>> shapes() {
        Map<String, IntFunction<String>> shapes = new LinkedHashMap<>();
        shapes.put("objects", i -> "{},");
        shapes.put("nested objects", i -> "{\"\":{\"\":{}}},");
        shapes.put("deep objects", i -> "{\"\":".repeat(150) + "0" + "}".repeat(150) + ",");
        shapes.put("deep arrays", i -> "[".repeat(150) + "]".repeat(150) + ",");
        shapes.put("arrays of one", i -> "[0],");
        shapes.put("integers", i -> "99,");
        shapes.put("decimals", i -> "1e9,");
        shapes.put("huge exponents", i -> "1e999999999,");
        shapes.put("long numbers", i -> "7".repeat(999) + ",");
        shapes.put("long decimals", i -> "0." + "7".repeat(900) + ",");
        shapes.put("distinct names", i -> "{\"" + i + "\":0},");
        shapes.put("short texts", i -> "\"a\",");
        shapes.put("short texts beyond Latin", i -> "\"€\",");
        shapes.put("one text", i -> i == 0 ? "\"" : "aaaaaaaa");
        shapes.put("one text beyond Latin", i -> i == 0 ? "\"€" : "aaaaaaaa");
        shapes.put("one text of escapes", i -> i == 0 ? "\"" : "\\n\\u20ac");
        return shapes;
    }

    private byte[] inDriver(String place, String begin, IntFunction<String> shape, String end) {
        return in(driver, place, begin, shape, end);
    }

    private byte[] inConfMap(IntFunction<String> shape) {
        return in(confMap, "\"spark.properties\":\"", "\"spark.properties\":\"", shape, "");
    }

    private byte[] in(String review, String place, String begin, IntFunction<String> shape, String end) {
        // The last one: the same words stand in managedFields before it.
        int at = review.lastIndexOf(place);
        if (at < 0) {
            throw new IllegalStateException("the review has no " + place);
        }
        return filled(review.substring(0, at) + begin, shape, end + review.substring(at + place.length()));
    }

    /** As long as it may be, or as many tokens as may be, whichever is less. */
    private byte[] filled(String head, IntFunction<String> shape, String tail) {
        int most = length;
        byte[] body = filled(head, shape, tail, most);
        for (long tokens = tokens(body); tokens > TOKENS; tokens = tokens(body)) {
            most = (int) (most * TOKENS / tokens) - 100;
            body = filled(head, shape, tail, most);
        }
        return body;
    }

    /** As often as there is room, without a comma at the end of an array; a text is ended. */
    private static byte[] filled(String head, IntFunction<String> shape, String tail, int length) {
        StringBuilder body = new StringBuilder(length).append(head);
        int bytes = bytes(head) + bytes(tail) + 1;
        for (int i = 0; ; i++) {
            String one = shape.apply(i);
            bytes += bytes(one);
            if (bytes > length) {
                break;
            }
            body.append(one);
        }
        if (tail.startsWith("]")) {
            if (body.charAt(body.length() - 1) == ',') {
                body.setLength(body.length() - 1);
            } else {
                body.append('"');
            }
        }
        return body.append(tail).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long tokens(byte[] body) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), body)) {
            long tokens = 0;
            while (parser.nextToken() != null) {
                tokens++;
            }
            return tokens;
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(HostileReviews.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
