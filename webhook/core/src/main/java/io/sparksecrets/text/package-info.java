/**
 * Texts that come from outside or go to a person: decoding, printing safely, guessing what was meant.
 *
 * <p>What a text means does not belong here.
 */
@NullMarked
package io.sparksecrets.text;

import org.jspecify.annotations.NullMarked;
