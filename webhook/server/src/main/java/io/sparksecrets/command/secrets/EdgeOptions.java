package io.sparksecrets.command.secrets;

import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.secrets.ValueInput.Given;
import io.sparksecrets.command.secrets.ValueInput.Origin;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.reference.ValueEdges;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What becomes of a newline at the end and a byte order mark at the beginning of what is piped in or in a file. */
final class EdgeOptions {

    @Option(names = "--strip-newline", description = "Drop all newlines at the end, of a file and of standard input.")
    private boolean stripNewline;

    @Option(
            names = "--keep-newline",
            description = "Keep a newline at the end of standard input; that of a file is kept anyway.")
    private boolean keepNewline;

    @Option(
            names = "--keep-byte-order-mark",
            description = "Keep a byte order mark at the beginning, which otherwise is dropped.")
    private boolean keepByteOrderMark;

    /**
     * Looks whether the options fit together.
     *
     * @throws CommandFailure when they do not
     */
    void check() {
        if (keepNewline && stripNewline) {
            throw CommandFailure.badInput("--keep-newline and --strip-newline contradict each other");
        }
    }

    /**
     * The value to store.
     *
     * @param notes takes what the user may not expect; never anything of the value
     */
    SecretValue valueOf(Given given, Consumer<String> notes) {
        if (given.origin() == Origin.TERMINAL) {
            return given.text();
        }
        String text = given.text().reveal();
        if (ValueEdges.hasByteOrderMark(text) && !keepByteOrderMark) {
            text = ValueEdges.withoutByteOrderMark(text);
            notes.accept(
                    "the byte order mark at the beginning of %s is no part of the value; if it should be, add --keep-byte-order-mark"
                            .formatted(given.name()));
        }
        if (stripNewline) {
            text = ValueEdges.withoutNewlines(text);
        } else if (!keepNewline) {
            if (given.origin() == Origin.PIPE) {
                text = withoutLastNewline(text);
            }
            if (ValueEdges.isLineWithNewline(text)) {
                notes.accept(
                        "the value is one line and ends in a newline, which is now a part of it; if it should be none,"
                                + " put it again with --strip-newline");
            }
        }
        return SecretValue.of(text);
    }

    private static String withoutLastNewline(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
