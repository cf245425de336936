package io.sparksecrets.shell;

import static io.sparksecrets.shell.Frame.Kind.CASE;
import static io.sparksecrets.shell.Frame.Kind.GROUP;

import io.sparksecrets.shell.Frame.Step;
import java.util.Set;

/** Reserved words, which open and close compound commands and say what a parenthesis means. */
final class ReservedWords {

    /** Reserved words after which another command begins. */
    private static final Set<String> BEFORE_COMMAND = Set.of(
            "if", "then", "else", "elif", "fi", "while", "until", "do", "done", "{", "}", "!", "time", "coproc",
            "esac");

    private static final Set<String> ENDS_COMPOUND = Set.of("fi", "done", "}");

    private static final Set<String> LOOPS_OVER_WORDS = Set.of("for", "select");

    private final Reading reading;

    ReservedWords(Reading reading) {
        this.reading = reading;
    }

    /**
     * A word has ended, which may be reserved.
     *
     * @param first whether it is the first one of its command
     */
    void ended(Frame frame, String word, boolean first) {
        if (frame.kind == CASE && frame.step != Step.BODY) {
            caseWord(frame, word, first);
        } else if (frame.kind != GROUP) {
            reservedWord(frame, word, first);
        }
    }

    private void caseWord(Frame frame, String word, boolean first) {
        switch (frame.step) {
            case SUBJECT -> frame.step = Step.IN;
            case IN -> {
                if (!word.equals("in")) {
                    throw new UnreadableException("case is not followed by in");
                }
                frame.step = Step.PATTERN;
                frame.newCommand();
            }
            case PATTERN, BODY -> {
                if (first && word.equals("esac")) {
                    esac();
                }
            }
        }
    }

    private void reservedWord(Frame frame, String word, boolean first) {
        String name = frame.command.name();
        boolean loopBody = word.equals("do") && (name.equals("for") || name.equals("select"));
        boolean functionBody = word.equals("{") && name.equals("function");
        if (first && word.equals("case")) {
            reserved(frame, word);
            frame.newCommand();
            reading.push(CASE, 0, null);
        } else if (first && word.equals("esac") && frame.kind == CASE) {
            esac();
        } else if (first && LOOPS_OVER_WORDS.contains(word)) {
            reading.traces.enter(TracedBlock.Kind.LOOP);
        } else if ((first && BEFORE_COMMAND.contains(word)) || loopBody || functionBody) {
            reserved(frame, word);
            reading.traces.reserved(word, functionBody);
            if (ENDS_COMPOUND.contains(word)) {
                reading.behindCompound(frame);
            } else {
                frame.newCommand();
            }
        }
    }

    private void esac() {
        reserved(reading.top(), "esac");
        reading.pop();
        reading.pipes.reserved(reading.top(), "esac");
        reading.behindCompound(reading.top());
    }

    private void reserved(Frame frame, String word) {
        reading.compounds.reserved(frame.command);
        reading.pipes.reserved(frame, word);
    }
}
