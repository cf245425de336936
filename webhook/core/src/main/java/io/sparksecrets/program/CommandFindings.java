package io.sparksecrets.program;

import io.sparksecrets.reference.Template;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Gathers what is found of a command line, whichever programs its words are for. */
final class CommandFindings {

    final List<String> words;
    final WordUses uses;
    /** Of the command that is being read: it changes with what {@code env} sets. */
    Surroundings surroundings;

    final Redactions redactions;
    private final Set<String> warnings = new LinkedHashSet<>();
    private OptionalInt silenced = OptionalInt.empty();
    private OptionalInt launched = OptionalInt.empty();

    CommandFindings(List<String> words, Surroundings surroundings) {
        this.words = words;
        this.surroundings = surroundings;
        this.uses = new WordUses(words);
        this.redactions = new Redactions(words, surroundings.secretNames());
    }

    boolean mayHoldReference(int word) {
        return Template.mayHoldReference(words.get(word));
    }

    /** A script of Spark starts with this word that would print its command. */
    void silence(int word) {
        if (silenced.isEmpty()) {
            silenced = OptionalInt.of(word);
        }
    }

    /** Spark's bin/spark-class gets the words from here on. */
    void launchedBySpark(int from) {
        launched = OptionalInt.of(Math.min(from, launched.orElse(from)));
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    /** @param tracedFrom from where on words go to a shell that prints its commands */
    CommandWords finish(int tracedFrom) {
        List<WordUse> all = uses.all();
        if (redactions.isImpossible()) {
            warnings.add(Reasons.UNHIDDEN);
        }
        if (fillsIn(all, tracedFrom)) {
            warnings.add(Reasons.TRACED_SHELL);
        }
        return new CommandWords(
                all,
                redactions.redaction(),
                fillsIn(all, 0) ? silenced : OptionalInt.empty(),
                launched,
                List.copyOf(warnings));
    }

    private boolean fillsIn(List<WordUse> all, int from) {
        for (int word = from; word < all.size(); word++) {
            WordUse use = all.get(word);
            if (mayHoldReference(word) && (use instanceof WordUse.Conf || use instanceof WordUse.Data)) {
                return true;
            }
        }
        return false;
    }
}
