/**
 * Which workload may use which secret: a policy of rules, as a pure function.
 *
 * <p>Reading the rules from a file, and who may manage secrets, do not belong here.
 */
@NullMarked
package io.sparksecrets.access;

import org.jspecify.annotations.NullMarked;
