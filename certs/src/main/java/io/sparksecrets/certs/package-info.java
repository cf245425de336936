/**
 * Certificates of servers: an authority that issues them, how they are written and read, and when clients accept one.
 *
 * <p>Where certificates are kept, when they are renewed, and how the API server learns of the authority, do not belong here.
 */
@NullMarked
package io.sparksecrets.certs;

import org.jspecify.annotations.NullMarked;
