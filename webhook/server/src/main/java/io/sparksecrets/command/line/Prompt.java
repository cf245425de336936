package io.sparksecrets.command.line;

/** The person at the terminal, if there is one. */
public interface Prompt {

    /** Whether standard input is a terminal, so that what is read from it would be typed. */
    boolean isInputATerminal();

    /** Whether questions can be asked: both input and output are a terminal. */
    boolean canAsk();

    /** Asks for a line, which is shown while it is typed; empty at the end of input. */
    String ask(String question);

    /** Asks for a line, which is not shown; empty at the end of input. */
    String askHidden(String question);
}
