/**
 * What works between here and a store, step by step: the network first, then the login, then what is done with secrets.
 *
 * <p>How a store is opened and read is the business of its adapter; how the steps are shown is that of who asks.
 */
@NullMarked
package io.sparksecrets.store.diagnosis;

import org.jspecify.annotations.NullMarked;
