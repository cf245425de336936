/**
 * The own authority of an installation: what the replicas share about it, when a certificate or the authority itself is renewed,
 * and in which order, so that at every instant whoever trusts what is published can connect to every replica.
 *
 * <p>Decisions are functions of what was read and of the time; the cluster is behind ports.
 */
@NullMarked
package io.sparksecrets.certs.rotation;

import org.jspecify.annotations.NullMarked;
