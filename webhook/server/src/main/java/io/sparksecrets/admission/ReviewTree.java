package io.sparksecrets.admission;

import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an AdmissionReview's JSON as a tree. What nobody here looks at is left out, and costs no memory: what {@link
 * AdmissionReviewReader} does not ask for, {@code status} of the object and of the old one, and {@code metadata.managedFields},
 * which is half of what the API server sends.
 */
final class ReviewTree {

    /** Kubernetes' own objects stay below 30 levels; reading recurses, so there must be a limit. */
    static final int MAX_DEPTH = 200;

    /**
     * What is left out counts too. A pod of Spark has 1,000 to 2,000; one of 1.5 MiB, the most that etcd takes, stays below this
     * unless its texts have a few letters each.
     */
    static final int MAX_TOKENS = 500_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Where in the review an object stands, as far as that decides what is left out. */
    private enum Place {
        REVIEW,
        REQUEST,
        OBJECT,
        METADATA,
        ELSEWHERE;

        Place below(String name) {
            return switch (this) {
                case REVIEW -> name.equals("request") ? REQUEST : ELSEWHERE;
                case REQUEST -> name.equals("object") || name.equals("oldObject") ? OBJECT : ELSEWHERE;
                case OBJECT -> name.equals("metadata") ? METADATA : ELSEWHERE;
                case METADATA, ELSEWHERE -> ELSEWHERE;
            };
        }

        boolean leavesOut(String name) {
            return switch (this) {
                case REVIEW -> !OF_REVIEW.contains(name);
                case REQUEST -> !OF_REQUEST.contains(name);
                case OBJECT -> name.equals("status");
                case METADATA -> name.equals("managedFields");
                case ELSEWHERE -> false;
            };
        }
    }

    private static final Set<String> OF_REVIEW = Set.of("apiVersion", "kind", "request");
    private static final Set<String> OF_REQUEST = Set.of(
            "uid",
            "kind",
            "resource",
            "subResource",
            "operation",
            "namespace",
            "name",
            "userInfo",
            "object",
            "oldObject",
            "dryRun");

    /**
     * A review.
     *
     * @param tokens how many were read, those that were left out among them
     */
    record Read(JsonNode review, long tokens) {}

    private final JsonFactory json;

    ReviewTree(int maxStringLength) {
        json = JsonFactory.builder()
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxTokenCount(MAX_TOKENS)
                        .maxStringLength(maxStringLength)
                        .build())
                .build();
    }

    Read read(byte[] body) throws BadAdmissionReviewException {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw BadAdmissionReviewException.malformed("the body is empty");
            }
            if (first != JsonToken.START_OBJECT) {
                throw BadAdmissionReviewException.malformed("the body is JSON but no object");
            }
            ObjectNode review = object(parser, Place.REVIEW);
            long end = offset(parser);
            if (parser.nextToken() != null) {
                throw BadAdmissionReviewException.malformed("something follows the review after byte " + end);
            }
            return new Read(review, parser.currentTokenCount());
        } catch (UnexpectedEndOfInputException e) {
            throw BadAdmissionReviewException.malformed("the body is cut off after %d bytes".formatted(body.length));
        } catch (StreamConstraintsException e) {
            // Its message is made of the limit and of a count.
            throw BadAdmissionReviewException.malformed("the body is beyond a limit: " + e.getOriginalMessage());
        } catch (JacksonException e) {
            // Its message quotes the body.
            throw BadAdmissionReviewException.malformed(
                    "the body is no JSON, near byte " + e.getLocation().getByteOffset());
        }
    }

    private static ObjectNode object(JsonParser parser, Place place) throws BadAdmissionReviewException {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (place.leavesOut(name)) {
                parser.skipChildren();
            } else if (object.replace(name, value(parser, token, place.below(name))) != null) {
                throw BadAdmissionReviewException.malformed(
                        "an object names the same member twice, before byte " + offset(parser));
            }
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws BadAdmissionReviewException {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token, Place.ELSEWHERE));
        }
        return array;
    }

    private static JsonNode value(JsonParser parser, JsonToken token, Place place) throws BadAdmissionReviewException {
        return switch (token) {
            case START_OBJECT -> object(parser, place);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> integer(parser);
            // BigDecimal keeps 1.10 as it was written; a double would not.
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new IllegalStateException("a parser of JSON text gives no " + token);
        };
    }

    private static JsonNode integer(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private static long offset(JsonParser parser) {
        return parser.currentLocation().getByteOffset();
    }
}
