/**
 * Who calls the API, and may he do what he asks for: TokenReview and SubjectAccessReview of Kubernetes.
 *
 * <p>Which workload may use which secret is the business of {@code access}; what the API does is that of {@code api}.
 */
@NullMarked
package io.sparksecrets.authorization;

import org.jspecify.annotations.NullMarked;
