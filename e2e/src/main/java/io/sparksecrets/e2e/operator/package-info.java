/** The kubeflow spark-operator as another way to start Spark, and what it tells of what it started. */
@NullMarked
package io.sparksecrets.e2e.operator;

import org.jspecify.annotations.NullMarked;
