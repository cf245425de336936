/**
 * The webhook's own certificate authority and the certificates it issues, in memory.
 *
 * <p>Where certificates are kept, and how the API server learns of the authority, do not belong here.
 */
@NullMarked
package io.sparksecrets.certs;

import org.jspecify.annotations.NullMarked;
