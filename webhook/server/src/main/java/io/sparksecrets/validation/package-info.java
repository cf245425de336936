/**
 * The validating webhook: sees what will be stored, authorises and resolves every reference of it, and has the delivery Secret
 * there before a container starts.
 *
 * <p>How a pod is rewritten, what a store answers and how a Secret is created belong elsewhere.
 */
@NullMarked
package io.sparksecrets.validation;

import org.jspecify.annotations.NullMarked;
