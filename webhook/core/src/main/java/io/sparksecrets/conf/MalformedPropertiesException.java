package io.sparksecrets.conf;

/** A text is no Java-properties text. The message says where and what to write instead, and quotes no value. */
public final class MalformedPropertiesException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedPropertiesException(String message, Throwable cause) {
        super(message, cause);
    }
}
