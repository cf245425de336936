package io.sparksecrets.pod;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the admission request says about a pod beside the pod itself.
 *
 * @param namespace the namespace of the request; the pod's own metadata may lack it
 * @param uid the UID of the AdmissionReview, another one for each call of a webhook
 * @param creator the name of the user who creates the pod; empty where nobody in particular does
 * @param requestingPod the pod to which the requester's service account token is bound, where it is in the same namespace
 */
public record PodRequest(String namespace, String uid, String creator, Optional<OwnerReference> requestingPod) {

    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
    private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

    public PodRequest {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(uid);
        Objects.requireNonNull(creator);
        Objects.requireNonNull(requestingPod);
    }

    /** A request of nobody in particular. */
    public static PodRequest of(String namespace, String uid) {
        return new PodRequest(namespace, uid, "", Optional.empty());
    }

    /**
     * Reads the requesting pod out of the user info, which the API server vouches for.
     *
     * @param username such as {@code system:serviceaccount:team-a:spark}
     * @param extra the user info's extra attributes
     */
    public static PodRequest from(String namespace, String uid, String username, Map<String, List<String>> extra) {
        String name = sole(extra.get(POD_NAME));
        String podUid = sole(extra.get(POD_UID));
        // An owner has to be in the namespace of what it owns, or the garbage collector takes it at once.
        boolean sameNamespace = username.startsWith("system:serviceaccount:" + namespace + ":");
        return new PodRequest(
                namespace,
                uid,
                username,
                sameNamespace && !name.isEmpty() && !podUid.isEmpty()
                        ? Optional.of(OwnerReference.toPod(name, podUid))
                        : Optional.empty());
    }

    private static String sole(@Nullable List<String> values) {
        return values == null || values.size() != 1 ? "" : values.getFirst();
    }
}
