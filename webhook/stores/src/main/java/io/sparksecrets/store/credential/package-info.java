/**
 * Where stores take their own credentials from: the configuration, a file, a Secret of Kubernetes.
 *
 * <p>The secrets that stores keep do not belong here.
 */
@NullMarked
package io.sparksecrets.store.credential;

import org.jspecify.annotations.NullMarked;
