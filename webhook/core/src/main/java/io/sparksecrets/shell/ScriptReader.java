package io.sparksecrets.shell;

/**
 * Reads a script as a shell would, with a stack of the constructs that are open, to know for each reference how the shell
 * reads the text around it.
 *
 * <p>Follows the Shell Command Language of POSIX.1-2024 and what bash adds to it. Where bash and dash read a text in
 * different ways, it gives up: references behind that place are problems.
 */
final class ScriptReader {

    private final ShellText shellText;
    private final Rewriting rewriting;
    private final Reading reading;
    private final ExpansionReader expansions;
    private final HereDocumentReader hereDocuments;
    private final CommandReader commands;

    ScriptReader(ShellText shellText, Rewriting rewriting) {
        this.shellText = shellText;
        this.rewriting = rewriting;
        this.reading = new Reading(shellText, rewriting);
        this.expansions = new ExpansionReader(reading);
        this.hereDocuments = new HereDocumentReader(reading);
        this.commands = new CommandReader(reading, expansions, hereDocuments);
    }

    Pipes pipes() {
        return reading.pipes;
    }

    Compounds compounds() {
        return reading.compounds;
    }

    Traces traces() {
        return reading.traces;
    }

    void read() {
        try {
            while (!rewriting.isDone() && (reading.at < reading.limit || hereDocuments.endText())) {
                if (reading.at < reading.limit) {
                    step();
                }
            }
            commands.endScript();
            reportUnclosed();
        } catch (UnreadableException e) {
            refuseRest(e.why());
        }
    }

    private void step() {
        switch (reading.top().kind) {
            case SCRIPT, SUBSTITUTION, SUBSHELL, GROUP, CASE -> commands.read();
            case DOUBLE_QUOTES -> expansions.inDoubleQuotes();
            case HERE_DOCUMENT -> expansions.inHereDocument();
            case PARAMETER -> expansions.inParameter();
            case ARITHMETIC, OLD_ARITHMETIC -> expansions.inArithmetic();
        }
    }

    /** Such a script is one that the shell refuses, or one that was read in another way than the shell does. */
    private void reportUnclosed() {
        Frame frame = reading.top();
        if (frame.kind != Frame.Kind.SCRIPT && rewriting.hasTreated() && !rewriting.hasProblems()) {
            rewriting.problem(
                    shellText.inScript(frame.start), "%s that begins here is never closed".formatted(frame.kind));
        }
    }

    private void refuseRest(String why) {
        int line = rewriting.line(shellText.inScript(reading.at));
        int end = reading.text.length();
        for (int at = shellText.nextReference(reading.at, end);
                at >= 0 && !rewriting.isDone();
                at = shellText.nextReference(at + 1, end)) {
            rewriting.refuse(shellText.inScript(at), Refusal.unread(line, why));
        }
    }
}
