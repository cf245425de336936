package io.sparksecrets.passphrase;

import java.util.Objects;

/** A file is not what it should be. The message names the file and says what to do; it holds nothing of what is in the file. */
public final class EncryptedFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EncryptedFileException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
