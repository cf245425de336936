/**
 * How this program writes its log.
 *
 * <p>What is logged belongs to whom it concerns.
 */
@NullMarked
package io.sparksecrets.logging;

import org.jspecify.annotations.NullMarked;
