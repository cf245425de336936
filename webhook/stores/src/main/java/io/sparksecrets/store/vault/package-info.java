/**
 * Secrets in HashiCorp Vault or OpenBao, KV version 2.
 *
 * <p>What is the same for all stores does not belong here, nor does caching.
 */
@NullMarked
package io.sparksecrets.store.vault;

import org.jspecify.annotations.NullMarked;
