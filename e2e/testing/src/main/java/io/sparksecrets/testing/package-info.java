/**
 * Real servers that tests start and end: an API server with its etcd, a Vault, a PostgreSQL; what tests do on them alike.
 *
 * <p>What a whole cluster needs beyond that belongs to {@code io.sparksecrets.e2e.cluster}.
 */
@NullMarked
package io.sparksecrets.testing;

import org.jspecify.annotations.NullMarked;
