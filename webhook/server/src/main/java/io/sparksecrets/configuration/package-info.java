/**
 * What the program is told by a file, by environment variables and by flags: every setting with its type, default and
 * description, and the records that components take.
 *
 * <p>What a component does with its configuration does not belong here.
 */
@NullMarked
package io.sparksecrets.configuration;

import org.jspecify.annotations.NullMarked;
