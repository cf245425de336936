/**
 * The port to where secrets live. Adapters are in packages of their own below it.
 *
 * <p>Who may use a secret does not belong here.
 */
@NullMarked
package io.sparksecrets.store;

import org.jspecify.annotations.NullMarked;
