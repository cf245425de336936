/**
 * How often something may happen: token buckets.
 *
 * <p>What happens, and what is said when it is too often, is the business of those who ask.
 */
@NullMarked
package io.sparksecrets.rate;

import org.jspecify.annotations.NullMarked;
