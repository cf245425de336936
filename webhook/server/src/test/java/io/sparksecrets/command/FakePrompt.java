package io.sparksecrets.command;

import io.sparksecrets.command.line.Prompt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A person who answers what the test says, or nobody. */
public final class FakePrompt implements Prompt {

    public final List<String> asked = new ArrayList<>();
    private final boolean isInputATerminal;
    private final boolean canAsk;
    private final Deque<String> answers;

    private FakePrompt(boolean isInputATerminal, boolean canAsk, String... answers) {
        this.isInputATerminal = isInputATerminal;
        this.canAsk = canAsk;
        this.answers = new ArrayDeque<>(List.of(answers));
    }

    public static FakePrompt nobody() {
        return new FakePrompt(false, false);
    }

    public static FakePrompt somebodyWhoAnswers(String... answers) {
        return new FakePrompt(true, true, answers);
    }

    public static FakePrompt somebodyWithOutputRedirected() {
        return new FakePrompt(true, false);
    }

    @Override
    public boolean isInputATerminal() {
        return isInputATerminal;
    }

    @Override
    public boolean canAsk() {
        return canAsk;
    }

    @Override
    public String ask(String question) {
        asked.add(question);
        return answers.removeFirst();
    }

    @Override
    public String askHidden(String question) {
        asked.add("hidden: " + question);
        return answers.removeFirst();
    }
}
