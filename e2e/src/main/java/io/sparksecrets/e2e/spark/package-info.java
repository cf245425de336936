/** Spark as its users start it: spark-submit with references in single quotes, and the application that comes of it. */
@NullMarked
package io.sparksecrets.e2e.spark;

import org.jspecify.annotations.NullMarked;
