package io.sparksecrets.transfer;

/** Is told how far a transfer is. */
public interface Progress {

    /** Before the first result. */
    void begins(int total);

    /** Once for each secret. */
    void result(TransferResult result);
}
