package io.sparksecrets.program;

import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers what becomes of the words. Where two readings of a word differ, the one counts that lets a value do less. */
final class WordUses {

    private final List<String> words;
    private final Map<Integer, WordUse> uses = new HashMap<>();
    private int dataFrom = Integer.MAX_VALUE;
    private int keptFrom = Integer.MAX_VALUE;
    private int refusedFrom = Integer.MAX_VALUE;
    private String refusal = "";
    private boolean distrusted;

    WordUses(List<String> words) {
        this.words = words;
    }

    /** From now on a word is data only where any program would take it so, because nobody knows who hands it on. */
    void distrust() {
        distrusted = true;
    }

    void set(int word, WordUse use) {
        if (Template.mayHoldReference(words.get(word))) {
            uses.merge(word, use, (one, other) -> rank(one) >= rank(other) ? one : other);
        }
    }

    void dataFrom(int word) {
        dataFrom = Math.min(dataFrom, word);
    }

    void keepFrom(int word) {
        keptFrom = Math.min(keptFrom, word);
    }

    void refuseFrom(int word, String why) {
        if (word < refusedFrom) {
            refusedFrom = word;
            refusal = why;
        }
    }

    /** Whether a word comes after one from which on all are refused. */
    boolean isRefused(int word) {
        return word >= refusedFrom;
    }

    boolean isSet(int word) {
        return uses.containsKey(word);
    }

    /** Whether no program has been found that takes the word. */
    boolean isUnclaimed(int word) {
        return !uses.containsKey(word) && word < refusedFrom && word < keptFrom && (word < dataFrom || distrusted);
    }

    /** What becomes of a word of which nothing is set. */
    private WordUse unclaimed(int word) {
        if (!Template.mayHoldReference(words.get(word))) {
            return new WordUse.Data();
        }
        if (word >= refusedFrom) {
            return new WordUse.Refused(refusal);
        }
        if (word >= keptFrom) {
            return new WordUse.Kept();
        }
        return word >= dataFrom && !distrusted ? new WordUse.Data() : UnknownWord.use(words, word);
    }

    List<WordUse> all() {
        List<WordUse> all = new ArrayList<>(words.size());
        for (int word = 0; word < words.size(); word++) {
            WordUse set = uses.get(word);
            boolean asIfUnknown = set == null || (set instanceof WordUse.Data && distrusted);
            all.add(asIfUnknown ? unclaimed(word) : set);
        }
        return all;
    }

    private static int rank(WordUse use) {
        return switch (use) {
            case WordUse.Data data -> 0;
            case WordUse.Conf conf -> 1;
            case WordUse.LauncherOptions options -> 2;
            case WordUse.ExecutorVariable variable -> 3;
            case WordUse.Kept kept -> 4;
            case WordUse.Script script -> 5;
            case WordUse.Refused refused -> 6;
        };
    }
}
