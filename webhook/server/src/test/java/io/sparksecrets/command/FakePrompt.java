package io.sparksecrets.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A person who answers what the test says, or nobody. */
final class FakePrompt implements Prompt {

    final List<String> asked = new ArrayList<>();
    private final boolean isInputATerminal;
    private final boolean canAsk;
    private final Deque<String> answers;

    private FakePrompt(boolean isInputATerminal, boolean canAsk, String... answers) {
        this.isInputATerminal = isInputATerminal;
        this.canAsk = canAsk;
        this.answers = new ArrayDeque<>(List.of(answers));
    }

    static FakePrompt nobody() {
        return new FakePrompt(false, false);
    }

    static FakePrompt somebodyWhoAnswers(String... answers) {
        return new FakePrompt(true, true, answers);
    }

    static FakePrompt somebodyWithOutputRedirected() {
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
