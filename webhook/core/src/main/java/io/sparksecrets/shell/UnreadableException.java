package io.sparksecrets.shell;

/** The reader does not know for certain how shells read the script from the place where it is. */
final class UnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param why completes "stands behind line 3, where …" */
    UnreadableException(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
