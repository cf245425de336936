package io.sparksecrets.shell;

import java.util.Set;

/** Reads the words of a command one after the other and tells which one is a script for a shell. */
final class ShellInvocation {

    private static final Set<String> SHELLS = Set.of(
            "sh",
            "bash",
            "dash",
            "ash",
            "ksh",
            "ksh93",
            "mksh",
            "zsh",
            "rbash",
            "$SHELL",
            "${SHELL}",
            "$BASH",
            "${BASH}");

    private static final Set<String> LONG_OPTIONS_WITH_ARGUMENT = Set.of("--rcfile", "--init-file", "--emulate");

    private enum State {
        /**
         * No shell yet, or one that has its script or file. What follows may be a command in its turn:
         * {@code bash /opt/entrypoint.sh sh -c ...}, {@code sh -c 'exec "$@"' sh bash -c ...}.
         */
        BEFORE,
        OPTIONS,
        /** After {@code -} or {@code --}. */
        OPERANDS
    }

    private State state = State.BEFORE;
    private boolean commandOption;
    private boolean traced;
    private char optionNamed;
    private int optionArguments;

    /** Whether the next word, of which at least the beginning is given, is the script. */
    boolean isScript(String word) {
        return commandOption && isOperand(word);
    }

    /** Whether the next word is a shell's script or the file that it runs. */
    boolean isOperand(String word) {
        return optionArguments == 0 && (state == State.OPERANDS || (state == State.OPTIONS && !isOption(word)));
    }

    /** Whether the shell is told to print commands before it runs them. */
    boolean isTraced() {
        return traced;
    }

    static boolean isShell(String word) {
        return SHELLS.contains(word.substring(word.lastIndexOf('/') + 1)) && word.indexOf('=') < 0;
    }

    /** Whether a shell has been named that was given neither a script nor a file, and so reads its script from its input. */
    boolean readsInput() {
        return (state == State.OPTIONS || state == State.OPERANDS) && !commandOption;
    }

    void add(String word) {
        switch (state) {
            case BEFORE -> begin(word);
            case OPTIONS -> {
                if (optionArguments > 0) {
                    optionArguments--;
                    if (optionNamed != 0 && word.equals(SetOptions.XTRACE)) {
                        traced = optionNamed == '-';
                    }
                    optionNamed = 0;
                } else if (isOption(word)) {
                    option(word);
                } else {
                    operand(word);
                }
            }
            case OPERANDS -> operand(word);
        }
    }

    private void begin(String word) {
        if (isShell(word)) {
            state = State.OPTIONS;
            traced = false;
        }
    }

    private void operand(String word) {
        boolean script = commandOption;
        state = State.BEFORE;
        commandOption = false;
        if (!script) {
            begin(word);
        }
    }

    private void option(String word) {
        if (word.equals("-") || word.equals("--")) {
            state = State.OPERANDS;
        } else if (word.startsWith("--")) {
            optionArguments = LONG_OPTIONS_WITH_ARGUMENT.contains(word) ? 1 : 0;
        } else {
            for (char letter : word.substring(1).toCharArray()) {
                commandOption |= letter == 'c';
                optionArguments += letter == 'o' || letter == 'O' ? 1 : 0;
                optionNamed = letter == 'o' ? word.charAt(0) : optionNamed;
                traced = letter == 'x' ? word.charAt(0) == '-' : traced;
            }
        }
    }

    private static boolean isOption(String word) {
        return word.startsWith("-") || word.startsWith("+");
    }
}
