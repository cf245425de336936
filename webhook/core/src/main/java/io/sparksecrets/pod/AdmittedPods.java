package io.sparksecrets.pod;

import java.util.Set;

/** Which pods the API server sends to the webhook, in namespaces that take part. The selectors of the chart say the same. */
public final class AdmittedPods {

    /** Values of the label {@code spark-role} that are selected by themselves. */
    public static final Set<String> ROLES = Set.of("driver", "executor", "connect-server", "master", "worker");

    /** The label, with the value {@value #ENABLED}, by which any other pod asks for it. */
    public static final String LABEL = "sparksecrets.io/injection";

    public static final String ENABLED = "enabled";

    private AdmittedPods() {}

    /** Whether the webhook is called for the pod, by the labels it is created with. */
    public static boolean include(SparkPod pod) {
        return ROLES.contains(pod.label(SparkPod.ROLE_LABEL))
                || pod.label(LABEL).equals(ENABLED);
    }
}
