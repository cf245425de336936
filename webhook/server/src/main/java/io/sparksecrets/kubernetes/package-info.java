/**
 * fabric8's client as all of this program uses it.
 *
 * <p>What is asked of the API server belongs to whoever asks.
 */
@NullMarked
package io.sparksecrets.kubernetes;

import org.jspecify.annotations.NullMarked;
