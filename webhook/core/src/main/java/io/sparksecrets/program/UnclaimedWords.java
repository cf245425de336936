package io.sparksecrets.program;

import io.sparksecrets.conf.SubmitOptions;
import io.sparksecrets.reference.Template;
import io.sparksecrets.shell.ShellCommand;
import java.util.List;

/** {@code --conf spark.…} in words of which no program is known, such as those for an image's entrypoint. */
final class UnclaimedWords {

    private final CommandFindings findings;
    private final List<String> words;
    private final SubmitterWords submitters;

    UnclaimedWords(CommandFindings findings, SubmitterWords submitters) {
        this.findings = findings;
        this.words = findings.words;
        this.submitters = submitters;
    }

    /** @param looseFrom from where on words are a script's, which may hand them on */
    void read(int looseFrom) {
        if (words.stream().noneMatch(Template::mayHoldReference)) {
            return;
        }
        SubmitOptions.Reading options = SubmitOptions.readMixed(words);
        Submission submission = Submission.of(options, words, false, -1, surroundings(), "");
        for (SubmitOptions.Setting setting : options.settings()) {
            if (isConf(setting) && isLoose(setting.word(), looseFrom)) {
                submitters.setting(setting.word(), setting, submission);
            }
        }
        // What a program that is not known does with the deploy mode cluster, is most likely to submit.
        for (int word = 0; submission.isCluster() && word < words.size(); word++) {
            if (isLoose(word, looseFrom)) {
                findings.uses.set(word, new WordUse.Kept());
            }
        }
    }

    /** A script among the words may hand those behind it to what it submits. */
    private Surroundings surroundings() {
        boolean submits = ShellCommand.scriptIndices(words).stream()
                .anyMatch(script -> ClusterMode.isPossibleIn(words.get(script), findings.surroundings));
        return submits ? findings.surroundings.inClusterMode() : findings.surroundings;
    }

    /** Other options than {@code --conf} mean conf only where the words begin with options. */
    private boolean isConf(SubmitOptions.Setting setting) {
        return setting.option().equals("--conf")
                ? setting.key().filter(key -> key.startsWith("spark.")).isPresent()
                : setting.key().isPresent() && words.getFirst().startsWith("-");
    }

    private boolean isLoose(int word, int looseFrom) {
        return findings.uses.isUnclaimed(word) || (word >= looseFrom && !findings.uses.isSet(word));
    }
}
