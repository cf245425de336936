/**
 * The API server as all of this program uses it: fabric8's client with bounds, what its failures mean, watches; and what the replicas of
 * one installation share there: Secrets that whichever replica comes first creates, a key, Leases, and the loop that looks after them.
 *
 * <p>What is asked of the API server, and what such a Secret means, belongs to whoever asks.
 */
@NullMarked
package io.sparksecrets.kubernetes;

import org.jspecify.annotations.NullMarked;
