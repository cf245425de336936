package io.sparksecrets.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A construct of the shell that is open at the place of reading. */
final class Frame {

    enum Kind {
        SCRIPT("the script"),
        /** <code>$(…)</code>, <code><(…)</code>, <code>>(…)</code>: a script of its own. */
        SUBSTITUTION("a command substitution"),
        SUBSHELL("a parenthesis"),
        /** Parentheses that begin within a word: elements of an array, a function's, an extended pattern's. */
        GROUP("a parenthesis"),
        CASE("case"),
        DOUBLE_QUOTES("double quotes"),
        PARAMETER("${...}"),
        ARITHMETIC("an arithmetic expression"),
        /** The old form {@code $[…]}. */
        OLD_ARITHMETIC("$[...]"),
        HERE_DOCUMENT("a here-document");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean holdsCommands() {
            return compareTo(CASE) <= 0;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** How far a {@code case} has been read. */
    enum Step {
        SUBJECT,
        IN,
        PATTERN,
        BODY
    }

    final Kind kind;
    final int start;

    /** Why no reference can stand here nor in anything within; null where one can. */
    final @Nullable String refusal;

    /** Of frames that hold commands: the one that is being read. Of a here-document: whose input it is. Of others: unused. */
    SimpleCommand command = new SimpleCommand();

    /** Of a script and a substitution: here-documents whose texts begin after the end of the line. */
    final Deque<HereDocument> hereDocuments = new ArrayDeque<>();

    /** Where in the script the pipeline began; -1 before it. */
    int pipelineStart = -1;

    /** Of a frame that holds commands: how many constructs were open before it in {@link Traces}; -1 where it is none there. */
    int tracedDepth = -1;

    Step step = Step.SUBJECT;

    /** Of a parenthesis within a word: whether it holds the elements of an array. */
    boolean elements;

    /** Of arithmetic: parentheses or brackets that are open. */
    int depth;

    /** Of a parameter expansion: whether it is within double quotes or a here-document. */
    boolean quoted;

    /** Of a parameter expansion: whether quotes count in it even within double quotes, as in <code>"${x#'…'}"</code>. */
    boolean pattern;

    /** Of double quotes: whether they stand in a parameter expansion, where shells read backslashes differently. */
    boolean inParameter;

    /** Of a here-document: the limit of what it stands in. */
    int outerLimit;

    /** Of a here-document: where the shell goes on after it. */
    int resume;

    Frame(Kind kind, int start, @Nullable String refusal) {
        this.kind = kind;
        this.start = start;
        this.refusal = refusal;
    }

    void newCommand() {
        command = new SimpleCommand();
    }
}
