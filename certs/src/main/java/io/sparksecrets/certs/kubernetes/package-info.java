/**
 * The cluster through fabric8's client, as far as the certificates of an installation need it.
 *
 * <p>What is to be written there, and when, does not belong here.
 */
@NullMarked
package io.sparksecrets.certs.kubernetes;

import org.jspecify.annotations.NullMarked;
