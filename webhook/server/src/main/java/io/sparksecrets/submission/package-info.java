/**
 * What becomes of a manifest: the pods and conf maps that the API server is sent because of it, as Spark, the controllers of
 * Kubernetes and the operators make them, as far as references and service accounts matter.
 *
 * <p>Pure. Whether they would be admitted does not belong here.
 */
@NullMarked
package io.sparksecrets.submission;

import org.jspecify.annotations.NullMarked;
