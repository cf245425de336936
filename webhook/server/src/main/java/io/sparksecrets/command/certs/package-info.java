/**
 * {@code certs}: show the certificate that a webhook serves, and rotate it.
 *
 * <p>Certificates themselves belong to the module of that name.
 */
@NullMarked
package io.sparksecrets.command.certs;

import org.jspecify.annotations.NullMarked;
