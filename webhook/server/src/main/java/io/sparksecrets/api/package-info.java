/**
 * The API for people and programs that look after an installation: JSON over HTTPS, errors as problem details (RFC 9457), bearer
 * tokens of Kubernetes.
 *
 * <p>Who a caller is and what they may do is the business of {@code authorization}; how a store is tested, that of {@code store.diagnosis}.
 */
@NullMarked
package io.sparksecrets.api;

import org.jspecify.annotations.NullMarked;
