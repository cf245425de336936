/**
 * What the webhook costs an application, against the same without it, on the cluster of the tests. Figures are printed, never
 * asserted.
 */
@NullMarked
package io.sparksecrets.e2e.measurement;

import org.jspecify.annotations.NullMarked;
