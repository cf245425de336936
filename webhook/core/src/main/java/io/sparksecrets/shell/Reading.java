package io.sparksecrets.shell;

import io.sparksecrets.reference.Template;
import io.sparksecrets.shell.ScriptReference.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the reading of a script has come to: the place, the constructs that are open, the references treated so far. */
final class Reading {

    /** Deeper than people write; bash and dash recurse for each level. */
    static final int MAX_DEPTH = 100;

    private static final int PREFIX_LENGTH = "${secrets.".length();

    final String text;
    int at;

    /** Where the text of the innermost here-document ends; the end of the script outside of all. */
    int limit;

    private final ShellText shellText;
    private final Rewriting rewriting;
    final Pipes pipes = new Pipes();
    final Compounds compounds = new Compounds();
    final Traces traces = new Traces(compounds);
    private final List<Frame> frames = new ArrayList<>();

    Reading(ShellText shellText, Rewriting rewriting) {
        this.shellText = shellText;
        this.text = shellText.text();
        this.limit = text.length();
        this.rewriting = rewriting;
        frames.add(new Frame(Frame.Kind.SCRIPT, 0, null));
    }

    /** The character at a distance; NUL behind the limit. */
    char peek(int distance) {
        return at + distance < limit ? text.charAt(at + distance) : '\0';
    }

    /** Where in the script the next character stands. */
    int placeInScript() {
        return shellText.inScript(at);
    }

    int inScript(int place) {
        return shellText.inScript(place);
    }

    /** Begins a word of a command, unless it has begun already. */
    void startWord(SimpleCommand command) {
        if (!command.inWord()) {
            insert();
            if (command.isEmpty() && command == top().command && holdsCommand(top())) {
                pipes.command(top(), placeInScript());
                begins(command);
            }
        }
        command.startWord(at, placeInScript());
    }

    /** A command begins, with a word or with a redirection. */
    void begins(SimpleCommand command) {
        if (command.extent.begins(placeInScript())) {
            compounds.begins(command);
        }
    }

    /** Whether the words of a frame are a command's, and not elements of an array, nor the subject or patterns of a case. */
    private static boolean holdsCommand(Frame frame) {
        return frame.kind != Frame.Kind.GROUP && (frame.kind != Frame.Kind.CASE || frame.step == Frame.Step.BODY);
    }

    /** What follows a compound command are redirections, if it is not another command. */
    void behindCompound(Frame frame) {
        frame.newCommand();
        compounds.redirects(frame.command);
    }

    /** Puts here what has to stand before the word that begins or behind the one that ends. */
    void insert() {
        rewriting.insert(placeInScript());
    }

    boolean referenceAhead(int distance) {
        return shellText.referenceAt(at + distance);
    }

    // Frames

    Frame top() {
        return frames.getLast();
    }

    /** The innermost frame whose kind is one of these, or the outermost of all. */
    Frame innermost(Frame.Kind... kinds) {
        List<Frame.Kind> wanted = List.of(kinds);
        int i = frames.size() - 1;
        while (i > 0 && !wanted.contains(frames.get(i).kind)) {
            i--;
        }
        return frames.get(i);
    }

    /** The innermost frame that is a script of its own, whose lines and here-documents are not those of the outer one. */
    Frame script() {
        return innermost(Frame.Kind.SCRIPT, Frame.Kind.SUBSTITUTION);
    }

    /** Whether a here-document begins in this line, outside of the innermost script, whose text is still to come. */
    boolean hereDocumentsWaitOutside() {
        Frame script = script();
        for (int i = frames.size() - 1; i >= 0 && frames.get(i).kind != Frame.Kind.HERE_DOCUMENT; i--) {
            if (frames.get(i) != script && !frames.get(i).hereDocuments.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The innermost frame with words of its own, or a here-document, which has none. */
    private int innermostText() {
        int i = frames.size() - 1;
        while (!frames.get(i).kind.holdsCommands() && frames.get(i).kind != Frame.Kind.HERE_DOCUMENT) {
            i--;
        }
        return i;
    }

    /**
     * Opens a construct and goes on after its beginning.
     *
     * @param refusal why no reference can stand in it; null where the construct does not matter
     */
    Frame push(Frame.Kind kind, int length, @Nullable String refusal) {
        if (frames.size() > MAX_DEPTH) {
            throw new UnreadableException("more than %d constructs are nested".formatted(MAX_DEPTH));
        }
        String inherited = kind.holdsCommands() ? refusal(kind == Frame.Kind.GROUP) : top().refusal;
        Frame frame = new Frame(kind, at, inherited != null ? inherited : refusal);
        frames.add(frame);
        at += length;
        if (kind.holdsCommands() && kind != Frame.Kind.GROUP) {
            frame.tracedDepth = traces.depth();
            traces.enter(kind == Frame.Kind.CASE ? TracedBlock.Kind.BRANCHES : TracedBlock.Kind.SUBSHELL);
        }
        return frame;
    }

    /** Closes the innermost construct, whose end has been passed. */
    void pop() {
        Frame closed = frames.removeLast();
        if (closed.tracedDepth >= 0) {
            traces.leaveTo(closed.tracedDepth);
        }
        SimpleCommand word = word();
        if (word != null && closed.kind != Frame.Kind.DOUBLE_QUOTES) {
            word.source(text, closed.start, at);
        }
    }

    // Words and references

    /** The command of whose word the next characters are literal parts; null where they are none. */
    @Nullable
    SimpleCommand word() {
        boolean quoted = top().kind == Frame.Kind.DOUBLE_QUOTES;
        Frame frame = quoted ? frames.get(frames.size() - 2) : top();
        return frame.kind.holdsCommands() && frame.command.inWord() ? frame.command : null;
    }

    /** Passes characters that stand for themselves. */
    void pass(int count) {
        SimpleCommand word = word();
        int end = Math.min(at + count, limit);
        if (word != null) {
            word.source(text, at, end);
        }
        at = end;
    }

    /** Why no reference can stand here; null where one can. */
    @Nullable
    String refusal() {
        return refusal(false);
    }

    private @Nullable String refusal(boolean element) {
        Frame frame = frames.get(innermostText());
        if (top().refusal != null || !frame.kind.holdsCommands() || !frame.command.inWord()) {
            return top().refusal;
        }
        return frame.command.danger(element || frame.kind == Frame.Kind.GROUP);
    }

    /** Treats all references up to an end, which is the next place. */
    void passTo(int end, Place place, @Nullable String refusal) {
        for (int next = shellText.nextReference(at, end); next >= 0; next = shellText.nextReference(at, end)) {
            pass(next - at);
            reference(0, place, refusal, end);
        }
        pass(end - at);
    }

    /**
     * Treats the reference that begins here.
     *
     * @param backslashes how many backslashes that belong to the reference come first
     * @param end where the text ends in which it must end
     */
    void reference(int backslashes, Place place, @Nullable String refusal, int end) {
        int from = shellText.inScript(at);
        int start = shellText.inScript(at + backslashes);
        Template.Placeholder placeholder = rewriting.parse(start);
        if (placeholder == null) {
            pass(Math.min(backslashes + PREFIX_LENGTH, end - at));
            return;
        }
        int referenceEnd = shellText.inText(start + placeholder.source().length());
        boolean fits = referenceEnd <= end;
        rewriting.treat(from, placeholder.source(), found(placeholder), place, fits ? refusal : Refusal.DOES_NOT_FIT);
        for (Frame frame : frames) {
            frame.command.reference(start);
        }
        pass((fits ? referenceEnd : end) - at);
    }

    private FoundReference found(Template.Placeholder placeholder) {
        Frame frame = frames.get(innermostText());
        if (!frame.kind.holdsCommands()) {
            return new FoundReference(placeholder, Part.INPUT, frame.command, 0);
        }
        Part part = part(frame);
        if (part == Part.WORD || part == Part.SHELL) {
            traces.found(placeholder.start());
        }
        return new FoundReference(placeholder, part, frame.command, frame.command.size());
    }

    private static Part part(Frame frame) {
        boolean ofShell = frame.kind == Frame.Kind.GROUP
                || (frame.kind == Frame.Kind.CASE && frame.step != Frame.Step.BODY)
                || frame.command.isTest();
        return ofShell ? Part.SHELL : frame.command.part();
    }

    /** Reports a reference that was treated before its danger showed. */
    void problem(int start, String what) {
        rewriting.problem(start, what);
    }

    /** Passes a comment. In it a reference becomes an escape, which the kubelet turns back into what was written. */
    void passComment(int end) {
        for (int next = shellText.nextReference(at, end); next >= 0; next = shellText.nextReference(at, end)) {
            int place = shellText.inScript(next);
            rewriting.replace(place, place, "$");
            at = next + 1;
        }
        at = end;
    }
}
