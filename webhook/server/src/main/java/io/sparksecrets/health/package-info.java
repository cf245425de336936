/**
 * What the cluster asks this program about itself: does it live, is it ready, how does it do.
 *
 * <p>Plain HTTP on a port of its own. What readiness depends on comes in as conditions.
 */
@NullMarked
package io.sparksecrets.health;

import org.jspecify.annotations.NullMarked;
