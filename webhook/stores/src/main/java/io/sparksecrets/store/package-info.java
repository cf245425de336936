/**
 * The port to where secrets live. Below it each adapter has a package, and so have what opens the one that is configured ({@code
 * adapter}), the cache in front of each, the credentials that they log in with, and the diagnosis.
 *
 * <p>Who may use a secret does not belong here.
 */
@NullMarked
package io.sparksecrets.store;

import org.jspecify.annotations.NullMarked;
