package io.sparksecrets.program;

import io.sparksecrets.conf.CodeVariables;
import io.sparksecrets.conf.OptionVariable;
import io.sparksecrets.reference.Template;
import java.util.List;
import java.util.regex.Pattern;

/** Words of the form {@code NAME=value} that set a variable. */
final class Assignments {

    private static final Pattern ASSIGNMENT =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:\\[[^]]*])?\\+?=.*", Pattern.DOTALL);

    private Assignments() {}

    static boolean isAssignment(String word) {
        return ASSIGNMENT.matcher(word).matches();
    }

    /** The words behind those that come first. */
    static List<String> skip(List<String> words) {
        int at = 0;
        while (at < words.size() && isAssignment(words.get(at))) {
            at++;
        }
        return words.subList(at, words.size());
    }

    static WordUse use(String word) {
        String name = word.substring(0, word.indexOf('=')).replaceFirst("\\+$", "");
        if (!Template.mayHoldReference(word)) {
            return new WordUse.Data();
        }
        if (CodeVariables.isCode(name)) {
            return new WordUse.Refused(Reasons.codeVariable(name));
        }
        if (OptionVariable.holdsOptions(name)) {
            return new WordUse.Refused(Reasons.optionVariable(name));
        }
        return new WordUse.Data();
    }
}
