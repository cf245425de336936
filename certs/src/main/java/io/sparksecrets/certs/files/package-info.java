/**
 * A certificate and its key that somebody else puts into a directory and renews there.
 *
 * <p>Who trusts it is that somebody's business too.
 */
@NullMarked
package io.sparksecrets.certs.files;

import org.jspecify.annotations.NullMarked;
