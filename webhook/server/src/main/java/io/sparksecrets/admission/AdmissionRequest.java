package io.sparksecrets.admission;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The request of an AdmissionReview (admission.k8s.io/v1).
 *
 * @param uid identifies the request; the answer repeats it
 * @param subresource empty unless the request is for one, such as {@code status}
 * @param namespace empty for an object of the whole cluster
 * @param name empty where the API server makes the name up and has not yet, as for a pod of a Deployment during mutation
 * @param object the object as it was sent, with fields this program does not know; only {@code status} and {@code
 *     metadata.managedFields} are left out
 * @param oldObject the object as it is stored, on UPDATE; read like {@code object}
 * @param dryRun whether nothing will be stored, so that nothing may be created either
 */
public record AdmissionRequest(
        String uid,
        Kind kind,
        Resource resource,
        String subresource,
        Operation operation,
        String namespace,
        String name,
        UserInfo userInfo,
        JsonNode object,
        @Nullable JsonNode oldObject,
        boolean dryRun) {

    public AdmissionRequest {
        Objects.requireNonNull(uid);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(resource);
        Objects.requireNonNull(subresource);
        Objects.requireNonNull(operation);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(userInfo);
        Objects.requireNonNull(object);
    }

    /** What is done with the object. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }

    /** Which kind of object; {@code group} is empty for pods and ConfigMaps. */
    public record Kind(String group, String version, String kind) {}

    /** Through which resource, such as {@code pods}. */
    public record Resource(String group, String version, String resource) {}

    /**
     * Who sent the request, which is not the workload the object is for.
     *
     * @param extra what the authenticator adds, such as {@code authentication.kubernetes.io/pod-name} of a bound token
     */
    public record UserInfo(String username, String uid, List<String> groups, Map<String, List<String>> extra) {
        public UserInfo {
            groups = List.copyOf(groups);
            extra = Map.copyOf(extra);
        }
    }

    /** Whether it is about objects of a resource of the core group themselves, not about a subresource. */
    public boolean isFor(String coreResource) {
        return resource.group().isEmpty() && resource.resource().equals(coreResource) && subresource.isEmpty();
    }

    /** Whether it is about a subresource of a resource of the core group, such as {@code pods} and {@code ephemeralcontainers}. */
    public boolean isFor(String coreResource, String subresourceOfIt) {
        return resource.group().isEmpty()
                && resource.resource().equals(coreResource)
                && subresource.equals(subresourceOfIt);
    }

    /** Tells which request it is, not what the object holds. */
    @Override
    public String toString() {
        return "AdmissionRequest[%s %s %s/%s, uid=%s]".formatted(operation, kind.kind(), namespace, name, uid);
    }
}
