package io.sparksecrets.conf;

/** How a program splits a text with options into words. */
public enum OptionQuoting {
    /** {@code CommandBuilderUtils.parseOptionString} of spark-launcher. */
    LAUNCHER,

    /** {@code shlex.split} of Python; a POSIX shell quotes in the same way. */
    PYTHON,

    /** Bars separate words, and nothing quotes them: bin/interpreter.sh of Zeppelin 0.10 and later. */
    BARS;

    boolean separates(char c) {
        return switch (this) {
            case LAUNCHER -> Character.isWhitespace(c);
            case PYTHON -> " \t\r\n".indexOf(c) >= 0;
            case BARS -> c == '|' || c == '\n';
        };
    }

    boolean hasQuotes() {
        return this != BARS;
    }

    /** Whether a backslash stands for itself before a character, within a quote or outside (0). */
    boolean keepsBackslash(char quote, char next) {
        return this == PYTHON && quote == '"' && next != '"' && next != '\\';
    }
}
