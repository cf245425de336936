package io.sparksecrets.e2e.webhook;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** The service account of a webhook and what it may do: what the READMEs of the project say and nothing else. */
final class WebhookRights {

    private static final String MANIFEST = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: NAMESPACE}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: NAME, namespace: NAMESPACE}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: NAME}
            rules:
              - {apiGroups: [""], resources: [pods], verbs: VERBS_ON_PODS}
              - {apiGroups: [""], resources: [secrets, events], verbs: [create]}
              - apiGroups: [admissionregistration.k8s.io]
                resources: [mutatingwebhookconfigurations, validatingwebhookconfigurations]
                resourceNames: [NAME]
                verbs: [get, watch, patch]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: NAME}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: NAME}
            subjects: [{kind: ServiceAccount, name: NAME, namespace: NAMESPACE}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: NAME, namespace: NAMESPACE}
            rules:
              - apiGroups: [""]
                resources: [secrets]
                resourceNames: [NAME-certificates]
                verbs: [get, watch, update]
              - {apiGroups: [""], resources: [configmaps], resourceNames: [NAME-ca], verbs: [get, update]}
              - {apiGroups: [""], resources: [configmaps], verbs: [create]}
              - apiGroups: [coordination.k8s.io]
                resources: [leases]
                resourceNames: [NAME-certificates]
                verbs: [get, patch]
              - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [create]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: NAME, namespace: NAMESPACE}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: NAME}
            subjects: [{kind: ServiceAccount, name: NAME, namespace: NAMESPACE}]
            """;

    private WebhookRights() {}

    /** Makes the namespace of the installation, the account, and its rights; {@code patch} on pods only where it is needed. */
    static void grant(KubernetesClient client, String namespace, String name, boolean patchesPods) {
        String manifest = MANIFEST.replace("NAMESPACE", namespace)
                .replace("NAME", name)
                .replace("VERBS_ON_PODS", patchesPods ? "[get, patch]" : "[get]");
        client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
    }
}
