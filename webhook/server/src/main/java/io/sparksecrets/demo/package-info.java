/**
 * Shows one application going through the webhook: a recorded spark-submit run is replayed over HTTPS as an API server would.
 *
 * <p>The webhook that it shows is the real one; only the cluster is a map in memory.
 */
@NullMarked
package io.sparksecrets.demo;

import org.jspecify.annotations.NullMarked;
