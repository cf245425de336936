package io.sparksecrets.store.database;

/** Somebody has been writing for longer than others can be made to wait; the transaction has to end. */
final class WritersBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WritersBusyException() {
        super("somebody writes and does not end");
    }
}
