package io.sparksecrets.command.line;

import java.io.Console;
import java.io.IOException;
import java.util.Arrays;

/** Asks on the terminal of the process. */
@SuppressWarnings("SystemConsoleNull") // Java 25 is back at null where there is no terminal
public final class SystemPrompt implements Prompt {

    @Override
    public boolean canAsk() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Java only tells whether input and output both are terminals; a value typed with the output redirected would be shown. */
    @Override
    public boolean isInputATerminal() {
        if (canAsk()) {
            return true;
        }
        try {
            return new ProcessBuilder("sh", "-c", "test -t 0")
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // Without a shell, as in an image, there is nobody at a terminal.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String ask(String question) {
        String line = console().readLine("%s", question);
        return line == null ? "" : line;
    }

    @Override
    public String askHidden(String question) {
        char[] typed = console().readPassword("%s", question);
        if (typed == null) {
            return "";
        }
        String line = new String(typed);
        Arrays.fill(typed, ' ');
        return line;
    }

    /** Looked up when somebody is asked: that takes milliseconds, and most commands ask nobody. */
    private static Console console() {
        Console console = System.console();
        if (console == null) {
            throw new IllegalStateException("there is no terminal to ask on");
        }
        return console;
    }
}
