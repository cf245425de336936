package io.sparksecrets.command.line;

/** A command ends without success. The message, one or two lines, says why and what to do; it holds no value of a secret. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A check failed, or something was denied, missing or unavailable. */
    public static final int FAILED = 1;

    /** The command line, the configuration or the input is wrong. */
    public static final int BAD_INPUT = 2;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public static CommandFailure failed(String message) {
        return new CommandFailure(FAILED, message);
    }

    public static CommandFailure badInput(String message) {
        return new CommandFailure(BAD_INPUT, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
