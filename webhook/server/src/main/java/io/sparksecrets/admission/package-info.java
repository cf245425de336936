/**
 * Admission over HTTPS: AdmissionReviews in, answers out, and the routes that take them.
 *
 * <p>What is decided about a pod or a conf map does not belong here; it comes in as an {@link
 * io.sparksecrets.admission.AdmissionHandler}.
 */
@NullMarked
package io.sparksecrets.admission;

import org.jspecify.annotations.NullMarked;
