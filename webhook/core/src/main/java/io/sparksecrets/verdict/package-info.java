/**
 * What can be said of a pod and of a conf map before anybody asks a store: why they are refused whatever the values are, where
 * their references stand and who asks for them; and, once there are values, what is delivered.
 *
 * <p>Pure. How references are resolved, and who is told, do not belong here.
 */
@NullMarked
package io.sparksecrets.verdict;

import org.jspecify.annotations.NullMarked;
