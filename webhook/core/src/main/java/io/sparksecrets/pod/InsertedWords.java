package io.sparksecrets.pod;

import io.sparksecrets.conf.RedactionRegex;
import io.sparksecrets.expansion.KubernetesText;
import io.sparksecrets.program.Redaction;
import io.sparksecrets.program.Silencer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows the words again that an earlier rewriting has put into a command line. */
final class InsertedWords {

    /** Of a system property; of {@code --conf} the first name is always the same. */
    private static final Pattern NAME =
            Pattern.compile("-D" + Pattern.quote(RedactionRegex.KEY) + "=\\\\Q(.*?)\\\\E\\|.*", Pattern.DOTALL);

    private static final String CONF = RedactionRegex.KEY + "=\\Q" + Redaction.FIRST_NAME + "\\E|";

    /** In a pod its dollar signs are escaped for Kubernetes. */
    private static final List<String> SILENCER =
            Silencer.WORDS.stream().map(KubernetesText::literal).toList();

    private InsertedWords() {}

    /** Their places among the words of a container. */
    static Set<Integer> in(List<String> words) {
        Set<Integer> inserted = new HashSet<>();
        // They are there only beside words that have values.
        if (words.stream().noneMatch(SecretVariable::isIn)) {
            return inserted;
        }
        for (int at = 0; at < words.size(); at++) {
            boolean two = at + 1 < words.size()
                    && ((words.get(at).equals("--conf") && words.get(at + 1).startsWith(CONF))
                            || words.subList(at, at + 2).equals(SILENCER));
            if (two) {
                inserted.add(at);
                inserted.add(at + 1);
            } else if (hidesProperty(words, words.get(at))) {
                inserted.add(at);
            }
        }
        return inserted;
    }

    /** Whether the first name that a word hides is that of a system property with a value. */
    private static boolean hidesProperty(List<String> words, String word) {
        Matcher hidden = NAME.matcher(word);
        return hidden.matches()
                && words.stream()
                        .filter(other -> other.startsWith("-D") && SecretVariable.isIn(other))
                        .anyMatch(other -> other.substring(0, Math.max(0, other.indexOf('=')))
                                .endsWith(hidden.group(1)));
    }
}
