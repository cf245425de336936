package io.sparksecrets.admission;

import io.sparksecrets.admission.AdmissionRequest.Kind;
import io.sparksecrets.admission.AdmissionRequest.Operation;
import io.sparksecrets.admission.AdmissionRequest.Resource;
import io.sparksecrets.admission.AdmissionRequest.UserInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads an AdmissionReview (admission.k8s.io/v1) as the API server sends it, UTF-8 JSON.
 *
 * <p>What the API server always sends is required, so that nothing is decided about half a request. Fields that later versions
 * of Kubernetes add are ignored around the object and kept inside it.
 */
public final class AdmissionReviewReader {

    static final String API_VERSION = "admission.k8s.io/v1";
    static final String KIND = "AdmissionReview";

    private final ReviewTree tree;

    /**
     * What was read.
     *
     * @param tokens of how many the body was made
     */
    record Read(AdmissionRequest request, long tokens) {}

    /**
     * Reads bodies of up to so many bytes.
     *
     * @param maxBytes how long a body may be; a text within it may be as long
     */
    public AdmissionReviewReader(int maxBytes) {
        tree = new ReviewTree(maxBytes);
    }

    /**
     * Reads one review.
     *
     * @throws BadAdmissionReviewException when the body is not one whole AdmissionReview with all it needs
     */
    public AdmissionRequest read(byte[] body) throws BadAdmissionReviewException {
        return readCounting(body).request();
    }

    /** {@link #read} and what it took. */
    Read readCounting(byte[] body) throws BadAdmissionReviewException {
        ReviewTree.Read read = tree.read(body);
        if (body.length > ReviewMemory.SHORT_BODY) {
            // There is no room for so many in a short one.
            ReferenceLimit.check(read.review());
        }
        return new Read(request(read.review()), read.tokens());
    }

    private static AdmissionRequest request(JsonNode review) throws BadAdmissionReviewException {
        String apiVersion = text(review, "apiVersion", "");
        String kind = text(review, "kind", "");
        if (!apiVersion.equals(API_VERSION) || !kind.equals(KIND)) {
            throw BadAdmissionReviewException.malformed(
                    "expected an AdmissionReview of %s; set admissionReviewVersions: [\"v1\"] in the webhook configuration"
                            .formatted(API_VERSION));
        }
        JsonNode request = object(review, "request", "");
        return new AdmissionRequest(
                required(request, "uid", "request."),
                kind(request),
                resource(request),
                text(request, "subResource", "request."),
                operation(request),
                text(request, "namespace", "request."),
                text(request, "name", "request."),
                userInfo(request),
                object(request, "object", "request."),
                oldObject(request),
                flag(request, "dryRun"));
    }

    private static Kind kind(JsonNode request) throws BadAdmissionReviewException {
        JsonNode kind = object(request, "kind", "request.");
        return new Kind(
                text(kind, "group", "request.kind."),
                required(kind, "version", "request.kind."),
                required(kind, "kind", "request.kind."));
    }

    private static Resource resource(JsonNode request) throws BadAdmissionReviewException {
        JsonNode resource = object(request, "resource", "request.");
        return new Resource(
                text(resource, "group", "request.resource."),
                required(resource, "version", "request.resource."),
                required(resource, "resource", "request.resource."));
    }

    private static Operation operation(JsonNode request) throws BadAdmissionReviewException {
        return switch (required(request, "operation", "request.")) {
            case "CREATE" -> Operation.CREATE;
            case "UPDATE" -> Operation.UPDATE;
            case "DELETE" -> Operation.DELETE;
            case "CONNECT" -> Operation.CONNECT;
            default ->
                throw BadAdmissionReviewException.malformed(
                        "request.operation is none of CREATE, UPDATE, DELETE, CONNECT");
        };
    }

    private static UserInfo userInfo(JsonNode request) throws BadAdmissionReviewException {
        JsonNode user = object(request, "userInfo", "request.");
        return new UserInfo(
                text(user, "username", "request.userInfo."),
                text(user, "uid", "request.userInfo."),
                texts(user.get("groups"), "request.userInfo.groups"),
                extra(user.get("extra")));
    }

    private static Map<String, List<String>> extra(@Nullable JsonNode node) throws BadAdmissionReviewException {
        if (node == null || node.isNull()) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw BadAdmissionReviewException.malformed("request.userInfo.extra is no object");
        }
        Map<String, List<String>> extra = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            extra.put(entry.getKey(), texts(entry.getValue(), "a member of request.userInfo.extra"));
        }
        return extra;
    }

    private static List<String> texts(@Nullable JsonNode node, String what) throws BadAdmissionReviewException {
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (!node.isArray() || !node.valueStream().allMatch(JsonNode::isString)) {
            throw BadAdmissionReviewException.malformed(what + " is no array of texts");
        }
        return node.valueStream().map(JsonNode::stringValue).toList();
    }

    private static @Nullable JsonNode oldObject(JsonNode request) throws BadAdmissionReviewException {
        JsonNode node = request.get("oldObject");
        return node == null || node.isNull() ? null : object(request, "oldObject", "request.");
    }

    private static JsonNode object(JsonNode parent, String name, String path) throws BadAdmissionReviewException {
        JsonNode node = parent.get(name);
        if (node == null || node.isNull()) {
            throw BadAdmissionReviewException.malformed(path + name + " is missing");
        }
        if (!node.isObject()) {
            throw BadAdmissionReviewException.malformed(path + name + " is no object");
        }
        return node;
    }

    private static String required(JsonNode parent, String name, String path) throws BadAdmissionReviewException {
        String text = text(parent, name, path);
        if (text.isEmpty()) {
            throw BadAdmissionReviewException.malformed(path + name + " is missing");
        }
        return text;
    }

    private static String text(JsonNode parent, String name, String path) throws BadAdmissionReviewException {
        JsonNode node = parent.get(name);
        if (node == null || node.isNull()) {
            return "";
        }
        if (!node.isString()) {
            throw BadAdmissionReviewException.malformed(path + name + " is no text");
        }
        return node.stringValue();
    }

    private static boolean flag(JsonNode request, String name) throws BadAdmissionReviewException {
        JsonNode node = request.get(name);
        if (node == null || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw BadAdmissionReviewException.malformed("request." + name + " is neither true nor false");
        }
        return node.booleanValue();
    }
}
