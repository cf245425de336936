/** What the chart makes of values: rendered by Helm itself, read back as typed objects. */
@NullMarked
package io.sparksecrets.deploy;

import org.jspecify.annotations.NullMarked;
