package io.sparksecrets.shell;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The script as it is rewritten, and the problems found in it. Places are those of the original script. */
final class Rewriting {

    /** Enough to mend a script, and a bound on the work and on the answer. */
    static final int MAX_PROBLEMS = 100;

    private final String script;
    private final Function<FoundReference, Treatment> treatment;
    private final Map<Integer, String> insertions;
    /** 0 to tell of none. */
    private final int maxProblems;

    private final StringBuilder text = new StringBuilder();
    private final List<Problem> problems = new ArrayList<>();
    private int copied;
    private boolean treated;

    /** Whether a reference has no end, so that all the rest belongs to it. */
    private boolean unfinished;

    /** @param insertions what to put before or behind words, by the places in the script where those begin or end */
    Rewriting(String script, Function<FoundReference, Treatment> treatment, Map<Integer, String> insertions) {
        this(script, treatment, insertions, MAX_PROBLEMS);
    }

    private Rewriting(
            String script,
            Function<FoundReference, Treatment> treatment,
            Map<Integer, String> insertions,
            int maxProblems) {
        this.script = script;
        this.treatment = treatment;
        this.insertions = new HashMap<>(insertions);
        this.maxProblems = maxProblems;
    }

    /** Changes nothing and tells of all references, however many problems come before one. */
    static Rewriting looking(String script, Consumer<FoundReference> found) {
        return new Rewriting(
                script,
                reference -> {
                    found.accept(reference);
                    return new Treatment.Keep();
                },
                Map.of(),
                0);
    }

    /** The reference that begins at a place; null where it is malformed, which has become a problem then. */
    Template.@Nullable Placeholder parse(int start) {
        if (isDone()) {
            return null;
        }
        try {
            return Template.placeholderAt(script, start);
        } catch (MalformedReferenceException e) {
            problem(start, String.valueOf(e.getMessage()));
            unfinished = e.position() == script.length();
            return null;
        }
    }

    /**
     * Treats a reference.
     *
     * @param from where that begins which it replaces: the reference or a backslash before it
     * @param refusal why it cannot stand here; null where it can
     */
    void treat(int from, String source, FoundReference reference, Place place, @Nullable String refusal) {
        treated = true;
        if (isDone()) {
            return;
        }
        Treatment chosen = treatment.apply(reference);
        boolean afterDollarSign = from > 0 && script.charAt(from - 1) == '$';
        boolean refused =
                refusal != null && !(chosen instanceof Treatment.Refuse && !refusal.equals(Refusal.ARITHMETIC));
        String why = refused ? refusal : place.refusal(chosen, source, afterDollarSign);
        if (why == null) {
            int to = reference.start() + source.length();
            replace(from, to, place.write(chosen, source, afterDollarSign));
        } else {
            problem(reference.start(), reference.placeholder().reference().withoutDefault() + " " + why);
        }
    }

    /** Refuses what begins like a reference at a place. */
    void refuse(int start, String why) {
        Template.Placeholder placeholder = parse(start);
        if (placeholder != null) {
            problem(start, placeholder.reference().withoutDefault() + " " + why);
        }
    }

    /** Puts a text in the place of a part of the script. To be called in the order of the script. */
    void replace(int from, int to, String replacement) {
        text.append(script, copied, from).append(replacement);
        copied = to;
    }

    /** Puts there what is to stand there, once. */
    void insert(int place) {
        String insertion = insertions.remove(place);
        if (insertion != null) {
            replace(place, place, insertion);
        }
    }

    /** @param place a place in the line that the problem names */
    void problem(int place, String what) {
        if (!isDone() && maxProblems > 0) {
            problems.add(new Problem("line " + line(place), what));
        }
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** Whether no more problems are looked for. */
    boolean isDone() {
        return unfinished || (maxProblems > 0 && problems.size() >= maxProblems);
    }

    /** Whether there was a reference to treat. */
    boolean hasTreated() {
        return treated;
    }

    int line(int place) {
        return 1
                + (int) script.substring(0, place)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    RewrittenScript finish() {
        return hasProblems()
                ? new RewrittenScript(script, problems)
                : new RewrittenScript(
                        text.append(script, copied, script.length()).toString(), problems);
    }
}
