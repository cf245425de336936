/**
 * YAML as Kubernetes reads it, with the places of what is wrong, and YAML as a person likes to read it.
 *
 * <p>What the documents mean does not belong here.
 */
@NullMarked
package io.sparksecrets.yaml;

import org.jspecify.annotations.NullMarked;
