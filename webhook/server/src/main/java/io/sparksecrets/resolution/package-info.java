/**
 * From references to values: authorises them, reads them from their stores in one batch each, and gathers every failure.
 *
 * <p>What a pod or an AdmissionReview is, and where a value goes, do not belong here.
 */
@NullMarked
package io.sparksecrets.resolution;

import org.jspecify.annotations.NullMarked;
