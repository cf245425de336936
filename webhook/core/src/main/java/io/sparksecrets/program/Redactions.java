package io.sparksecrets.program;

import io.sparksecrets.conf.JavaOptions;
import io.sparksecrets.conf.RedactionRegex;
import io.sparksecrets.conf.SubmitOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers what Spark has to hide, and writes {@code spark.redaction.regex} in the form that the command line takes. */
final class Redactions {

    private final List<String> words;
    private final Set<String> names = new LinkedHashSet<>();
    /** Of variables, whose own expression one in the words takes the place of. */
    private final Set<String> otherNames;

    private int after = -1;
    private boolean javaProperty;
    private boolean impossible;
    /** The word with the expression of the user's own; -1 where there is none. */
    private int ownWord = -1;

    private String own = "";

    Redactions(List<String> words, Set<String> otherNames) {
        this.words = words;
        this.otherNames = otherNames;
    }

    /** Looks for an expression of the user's own, of which the last counts. */
    void own(int offset, SubmitOptions.Reading options) {
        for (SubmitOptions.Setting setting : options.settings()) {
            if (setting.key().filter(RedactionRegex.KEY::equals).isPresent()) {
                ownWord = offset + setting.word();
                own = words.get(ownWord).substring(setting.valueStart());
            }
        }
    }

    /**
     * A conf key is filled in whose value Spark shows, and the words that it is started with.
     *
     * @param option the last option of the submitter; -1 where there is no place for another one
     */
    void resolved(int option, String key, String value) {
        argument(option);
        names.add(key);
        if (LauncherOptionKeys.contains(key)) {
            names.addAll(JavaOptions.propertyNames(value));
        }
    }

    /** The words that Spark is started with, which it publishes as a system property, have a value. */
    void argument(int option) {
        if (option < 0) {
            impossible = true;
        } else {
            after = option;
            names.add(Redaction.FIRST_NAME);
        }
    }

    void property(int option, String name) {
        if (after < 0) {
            after = option;
            javaProperty = true;
            ownProperty();
        }
        names.add(name);
    }

    private void ownProperty() {
        String prefix = "-D" + RedactionRegex.KEY + "=";
        for (int word = 0; word < words.size(); word++) {
            if (words.get(word).startsWith(prefix)) {
                ownWord = word;
                own = words.get(word).substring(prefix.length());
            }
        }
    }

    Optional<Redaction> redaction() {
        if (names.isEmpty() || isImpossible()) {
            return Optional.empty();
        }
        names.addAll(otherNames.stream().sorted().toList());
        String regex = RedactionRegex.extended(ownWord < 0 ? Optional.empty() : Optional.of(own), names);
        String setting = RedactionRegex.KEY + "=" + regex;
        return Optional.of(new Redaction(
                Math.max(after, ownWord), javaProperty ? List.of("-D" + setting) : List.of("--conf", setting)));
    }

    /** Also where the user's own expression is only known when the shell has expanded it. */
    boolean isImpossible() {
        return impossible || own.contains("$(") || own.matches("(?s).*\\$[A-Za-z_{].*");
    }
}
