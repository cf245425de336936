/**
 * What people hand to the command line: Kubernetes objects as JSON or YAML, and Spark's properties files.
 *
 * <p>Objects stay the trees they were; what the references in them mean does not belong here.
 */
@NullMarked
package io.sparksecrets.manifest;

import org.jspecify.annotations.NullMarked;
