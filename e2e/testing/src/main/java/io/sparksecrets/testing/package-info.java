/**
 * What tests of all modules share: real servers that they start and end (an API server with its etcd, a Vault, a PostgreSQL, a proxy that
 * breaks connections), what they do on them alike, waiting, what was logged, threads that were left.
 *
 * <p>What a whole cluster needs beyond that belongs to {@code io.sparksecrets.e2e.cluster}.
 */
@NullMarked
package io.sparksecrets.testing;

import org.jspecify.annotations.NullMarked;
