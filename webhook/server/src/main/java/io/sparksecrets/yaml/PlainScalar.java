package io.sparksecrets.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What an unquoted word of YAML means to kubectl and Helm, whose parser follows YAML 1.1 in most: {@code 0644} is octal and
 * {@code yes} is true. From resolve.go of sigs.k8s.io/yaml/goyaml.v2. A date is text there, as JSON has none.
 */
final class PlainScalar {

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern INTEGER = Pattern.compile("([-+]?)(0[xX]|0[bB]|0[oO]|0(?=[0-7]))?([0-9a-fA-F]+)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final int MAX_NUMBER_LENGTH = 400;

    private PlainScalar() {}

    static JsonNode resolve(String plain) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (NULLS.contains(plain)) {
            return nodes.nullNode();
        }
        if (TRUE.contains(plain) || FALSE.contains(plain)) {
            return nodes.booleanNode(TRUE.contains(plain));
        }
        char first = plain.charAt(0);
        if ("+-.0123456789".indexOf(first) < 0 || plain.length() > MAX_NUMBER_LENGTH) {
            return nodes.stringNode(plain);
        }
        String digits = plain.replace("_", "");
        return integer(digits).or(() -> decimal(digits)).orElseGet(() -> nodes.stringNode(plain));
    }

    /** The tag of what an unquoted word means. */
    static Tag tag(String plain) {
        return switch (resolve(plain).getNodeType()) {
            case NULL -> Tag.NULL;
            case BOOLEAN -> Tag.BOOL;
            case NUMBER -> resolve(plain).isIntegralNumber() ? Tag.INT : Tag.FLOAT;
            default -> plain.equals("<<") ? Tag.MERGE : Tag.STR;
        };
    }

    private static Optional<JsonNode> integer(String digits) {
        Matcher matcher = INTEGER.matcher(digits);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String prefix = matcher.group(2) == null ? "" : matcher.group(2);
        int radix = switch (prefix) {
            case "" -> 10;
            case "0x", "0X" -> 16;
            case "0b", "0B" -> 2;
            default -> 8;
        };
        try {
            return Optional.of(integer(new BigInteger(matcher.group(1) + matcher.group(3), radix)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The smallest kind of node that holds the number, as Jackson reads it from JSON. */
    private static JsonNode integer(BigInteger number) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (number.bitLength() < Integer.SIZE) {
            return nodes.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE ? nodes.numberNode(number.longValue()) : nodes.numberNode(number);
    }

    private static Optional<JsonNode> decimal(String digits) {
        if (!FLOAT.matcher(digits).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonNodeFactory.instance.numberNode(new BigDecimal(digits)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
