package io.sparksecrets.resolution;

import io.sparksecrets.reference.Reference;
import io.sparksecrets.text.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The names of a secret's fields in a message, for who mistyped one. Names are no values, but they come from the value. */
final class FieldNames {

    private static final int MAX_NAMES = 20;

    /** What is longer is no name that anybody gave. */
    private static final int MAX_LENGTH = 64;

    private FieldNames() {}

    /**
     * What may be put behind "#", such as {@code password, user; name one of them with "#"}.
     *
     * @param wrong the name that is none of them
     * @param names not empty
     */
    static String listed(String wrong, Collection<String> names) {
        List<String> nameable = names.stream()
                .filter(name -> name.length() <= MAX_LENGTH && Reference.isField(name))
                .sorted()
                .toList();
        if (nameable.isEmpty()) {
            return "no field that a reference can name";
        }
        List<String> shown = new ArrayList<>(nameable.subList(0, Math.min(MAX_NAMES, nameable.size())));
        int others = names.size() - shown.size();
        if (others > 0) {
            shown.add("%d %s".formatted(others, others == 1 ? "other" : "others"));
        }
        return String.join(", ", shown)
                + Suggestion.nearest(wrong, nameable)
                        .map(name -> "; did you mean \"#" + name + "\"?")
                        .orElse("; name one of them with \"#\"");
    }
}
