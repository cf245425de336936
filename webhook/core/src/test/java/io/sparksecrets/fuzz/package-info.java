/**
 * Coverage-guided fuzzing of whatever reads text that users write.
 *
 * <p>The targets themselves stand beside what they test; {@link io.sparksecrets.fuzz.FuzzRun} lists them.
 */
@NullMarked
package io.sparksecrets.fuzz;

import org.jspecify.annotations.NullMarked;
