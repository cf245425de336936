/**
 * Finds the references in what people hand to the command line, and says where they stand.
 *
 * <p>Pure. Whether a reference can be resolved, and what Spark does with the place it stands in, do not belong here.
 */
@NullMarked
package io.sparksecrets.inspection;

import org.jspecify.annotations.NullMarked;
