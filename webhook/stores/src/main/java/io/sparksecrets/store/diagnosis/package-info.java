/**
 * What works between here and a store, step by step: the network first, then the login, then what is done with secrets.
 *
 * <p>How a store is opened and read is the business of its adapter; how people are shown the steps, that of who asks. Their JSON is here,
 * for it is the same on the command line and from the API.
 */
@NullMarked
package io.sparksecrets.store.diagnosis;

import org.jspecify.annotations.NullMarked;
