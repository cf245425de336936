/** How the webhook under test comes onto a cluster, and what one can see of it there. */
@NullMarked
package io.sparksecrets.e2e.webhook;

import org.jspecify.annotations.NullMarked;
