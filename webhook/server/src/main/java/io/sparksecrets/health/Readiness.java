package io.sparksecrets.health;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether requests may be sent to this replica: no condition has a problem. */
public record Readiness(List<Condition> conditions) {

    /**
     * One thing that must be right.
     *
     * @param problem what is wrong now, in words for whoever reads the probe's answer; empty while all is well. Asked at every
     *     probe, so it must not wait for anything
     */
    public record Condition(String name, Supplier<Optional<String>> problem) {}

    public Readiness {
        conditions = List.copyOf(conditions);
    }

    /** What is wrong, as {@code name: problem}, in the order of the conditions; empty when ready. */
    public List<String> problems() {
        return conditions.stream()
                .flatMap(condition -> problem(condition).stream().map(problem -> condition.name() + ": " + problem))
                .toList();
    }

    private static Optional<String> problem(Condition condition) {
        try {
            return condition.problem().get();
        } catch (RuntimeException e) {
            return Optional.of("cannot be told (%s)".formatted(e.getClass().getSimpleName()));
        }
    }
}
