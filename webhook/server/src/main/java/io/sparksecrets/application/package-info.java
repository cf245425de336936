/**
 * Puts the server together: every component is made here, by plain constructors, and stopped in the reverse order.
 *
 * <p>What a component does belongs to the component.
 */
@NullMarked
package io.sparksecrets.application;

import org.jspecify.annotations.NullMarked;
