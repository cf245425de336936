/**
 * HTTPS as this program serves it: Javalin on virtual threads, a certificate that can be replaced, a stop that loses no request.
 *
 * <p>What is served on which path does not belong here; it comes in as routes.
 */
@NullMarked
package io.sparksecrets.https;

import org.jspecify.annotations.NullMarked;
