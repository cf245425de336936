/**
 * Secrets in one Kubernetes Secret, a data key for each.
 *
 * <p>Delivery Secrets and the Secrets of certificates do not belong here.
 */
@NullMarked
package io.sparksecrets.store.kubernetes;

import org.jspecify.annotations.NullMarked;
