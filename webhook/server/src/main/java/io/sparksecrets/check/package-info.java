/**
 * Checks manifests: mutates what the API server would be sent because of them, has the webhook's own code decide on it, and
 * says of each text in the manifest what becomes of it.
 *
 * <p>How stores are opened and how the result is shown do not belong here.
 */
@NullMarked
package io.sparksecrets.check;

import org.jspecify.annotations.NullMarked;
