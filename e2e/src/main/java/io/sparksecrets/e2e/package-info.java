/** A whole installation, cluster and webhook and Spark, for the tests and for the command that gives a person one. */
@NullMarked
package io.sparksecrets.e2e;

import org.jspecify.annotations.NullMarked;
