package io.sparksecrets.configuration;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.adapter.StoreAddress;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The types of settings that are one word. */
final class ValueTypes {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h|d)");
    private static final Pattern OBJECT_NAME =
            Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");
    private static final int MAX_OBJECT_NAME = 253;
    private static final Pattern SECRET_KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
    private static final Pattern VAULT_PATH = Pattern.compile("/v1(?:/[A-Za-z0-9_~.-]+)+/?");
    private static final Pattern VAULT_MOUNT = Pattern.compile("[^/\\s]+(?:/[^/\\s]+)*");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)?");

    private ValueTypes() {}

    /** Reads the text of a value that is one word. */
    private interface Reader<T> {

        /** Answers null when the word is not allowed. */
        @Nullable
        T read(String text);
    }

    static ValueType<Integer> port() {
        return word("a port, 0 to 65535 (0 for any that is free)", text -> {
            if (!text.matches("[0-9]{1,5}")) {
                return null;
            }
            int port = Integer.parseInt(text);
            return port <= 65535 ? port : null;
        });
    }

    static ValueType<Integer> size(String least, String most) {
        long min = bytes(least);
        long max = bytes(most);
        return word("a size such as 512KiB or 10MiB, " + least + " to " + most, text -> {
            if (!SIZE.matcher(text).matches()) {
                return null;
            }
            long bytes = bytes(text);
            return bytes >= min && bytes <= max ? Math.toIntExact(bytes) : null;
        });
    }

    static ValueType<Duration> duration(Duration least, Duration most) {
        String allowed = "a duration such as 500ms, 3.5s or 2m, " + written(least) + " to " + written(most);
        return word(allowed, text -> {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                return null;
            }
            BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit(matcher.group(2))));
            boolean inRange = nanos.compareTo(BigDecimal.valueOf(least.toNanos())) >= 0
                    && nanos.compareTo(BigDecimal.valueOf(most.toNanos())) <= 0;
            return inRange ? Duration.ofNanos(nanos.longValue()) : null;
        });
    }

    /** One of an enum's names, in lower case. */
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return word("one of " + String.join(", ", names), names, text -> {
            int index = names.indexOf(text.toLowerCase(Locale.ROOT));
            return index < 0 ? null : type.getEnumConstants()[index];
        });
    }

    static ValueType<Boolean> flag() {
        List<String> names = List.of("true", "false");
        return word("true or false", names, text -> names.contains(text) ? Boolean.valueOf(text) : null);
    }

    static ValueType<Path> path() {
        return word("a path of a file or directory", text -> {
            try {
                return text.isEmpty() ? null : Path.of(text);
            } catch (InvalidPathException e) {
                return null;
            }
        });
    }

    /** What Kubernetes takes as the name of an object (RFC 1123 subdomain). */
    static ValueType<String> objectName() {
        return word(
                "a name of Kubernetes: lower-case letters, digits, - and .",
                text -> text.length() <= MAX_OBJECT_NAME
                                && OBJECT_NAME.matcher(text).matches()
                        ? text
                        : null);
    }

    /** What Kubernetes takes as a key of the data of a Secret. */
    static ValueType<String> secretKey() {
        return word(
                "a key of a Secret: letters, digits, -, _ and .",
                text -> SECRET_KEY.matcher(text).matches() ? text : null);
    }

    static ValueType<SecretValue> secret() {
        return word("a text that is not empty", text -> text.isEmpty() ? null : SecretValue.of(text));
    }

    static ValueType<Integer> wholeNumber(int least, int most) {
        return word("a whole number from " + least + " to " + most, text -> {
            if (!text.matches("[0-9]{1,9}")) {
                return null;
            }
            int number = Integer.parseInt(text);
            return number >= least && number <= most ? number : null;
        });
    }

    static ValueType<String> jdbcUrl() {
        return without(
                StoreAddress::credentialOfDatabase,
                word(
                        "a JDBC URL of PostgreSQL, jdbc:postgresql://HOST:PORT/DATABASE",
                        text -> StoreAddress.isJdbcUrl(text) ? text : null));
    }

    static ValueType<URI> endpoint() {
        ValueType<URI> bare = word("an address such as https://vault.example.org:8200", text -> {
            try {
                URI address = new URI(text);
                boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
                boolean isBare = !address.isOpaque()
                        && address.getRawPath().matches("/?")
                        && address.getRawQuery() == null
                        && address.getRawFragment() == null
                        && address.getRawUserInfo() == null;
                return isHttp && isBare && address.getHost() != null ? new URI(text.replaceFirst("/$", "")) : null;
            } catch (URISyntaxException e) {
                return null;
            }
        });
        return without(StoreAddress::credentialOfVault, bare);
    }

    /** As the API of Vault has it. What in it is the mount and of which engine, only Vault knows. */
    static ValueType<String> vaultPath() {
        return word(
                "a path of Vault's API, such as /v1/secret/data/team/poc",
                text -> VAULT_PATH.matcher(text).matches() ? text : null);
    }

    static ValueType<String> vaultMount() {
        return word(
                "a mount of an auth method, without auth/",
                text -> VAULT_MOUNT.matcher(text).matches() ? text : null);
    }

    static ValueType<String> text(String allowed) {
        return word(allowed, text -> text.isEmpty() ? null : text);
    }

    /** Refuses an address that holds a credential. */
    private static <T> ValueType<T> without(Function<String, Optional<String>> credential, ValueType<T> type) {
        return new ValueType<>() {
            @Override
            public String allowed() {
                return type.allowed();
            }

            @Override
            public T read(Node node) throws BadValueException {
                Optional<String> problem =
                        node instanceof ScalarNode scalar ? credential.apply(scalar.getValue()) : Optional.empty();
                if (problem.isPresent()) {
                    throw BadValueException.wrong("", node, problem.get());
                }
                return type.read(node);
            }
        };
    }

    private static <T> ValueType<T> word(String allowed, Reader<T> reader) {
        return word(allowed, List.of(), reader);
    }

    private static <T> ValueType<T> word(String allowed, List<String> choices, Reader<T> reader) {
        return new ValueType<>() {
            @Override
            public String allowed() {
                return allowed;
            }

            @Override
            public T read(Node node) throws BadValueException {
                T value = node instanceof ScalarNode scalar ? reader.read(scalar.getValue()) : null;
                if (value == null) {
                    throw BadValueException.notAllowed("", node, allowed, choices);
                }
                return value;
            }
        };
    }

    private static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        int shift = switch (matcher.group(2) == null ? "B" : matcher.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    }

    private static long unit(String duration) {
        return switch (duration) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 86_400_000_000_000L;
        };
    }

    private static String written(Duration duration) {
        if (duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))) {
            return duration.toDays() + "d";
        }
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
    }
}
