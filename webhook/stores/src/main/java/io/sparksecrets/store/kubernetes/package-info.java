/**
 * Secrets in one Kubernetes Secret, a data key for each.
 *
 * <p>The service account needs these rights in the namespace of that Secret, and no others ({@code create} cannot be limited to a
 * name; without it somebody else has to make the Secret):
 *
 * <pre>{@code
 * rules:
 *   - apiGroups: [""]
 *     resources: [secrets]
 *     resourceNames: [iomete-secret-store]
 *     verbs: [get, watch, patch]
 *   - apiGroups: [""]
 *     resources: [secrets]
 *     verbs: [create]
 * }</pre>
 *
 * <p>Delivery Secrets and the Secrets of certificates do not belong here.
 */
@NullMarked
package io.sparksecrets.store.kubernetes;

import org.jspecify.annotations.NullMarked;
