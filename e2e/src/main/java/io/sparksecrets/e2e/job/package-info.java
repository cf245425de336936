/** What runs inside Spark, compiled for the Java of its image. Nothing of this module's own may be used here. */
package io.sparksecrets.e2e.job;
