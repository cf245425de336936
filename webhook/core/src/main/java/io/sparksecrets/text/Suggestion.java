package io.sparksecrets.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which of the known names somebody meant. */
public final class Suggestion {

    private Suggestion() {}

    /** The known name that differs least, unless even that differs much; names of one or two characters differ much. */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        return known.stream()
                .filter(name -> isNear(distance(wrong, name), Math.max(wrong.length(), name.length())))
                .min(Comparator.comparingInt((String name) -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code ; did you mean "…"?} or nothing, to put behind a message. */
    public static String hint(String wrong, Collection<String> known) {
        return nearest(wrong, known)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse("");
    }

    private static boolean isNear(int distance, int length) {
        return length > 2 && distance * 2 <= length && distance <= Math.max(2, length / 3);
    }

    /** How many characters to insert, delete or replace, where upper and lower case are the same. */
    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
