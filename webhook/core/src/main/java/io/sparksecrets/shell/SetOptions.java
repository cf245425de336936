package io.sparksecrets.shell;

import java.util.Optional;
import java.util.regex.Pattern;

/** The words of {@code set}, as far as they switch tracing: {@code -x}, {@code +x}, {@code -o xtrace} and their like. */
final class SetOptions {

    static final String XTRACE = "xtrace";

    private static final Pattern LETTERS = Pattern.compile("[-+][A-Za-z]+");

    private boolean ended;
    /** The sign of an option whose name is the next word; 0 where none is. */
    private char named;

    /** What the next word switches; empty where it switches nothing. */
    Optional<Boolean> read(String word) {
        if (named != 0) {
            boolean on = named == '-';
            named = 0;
            return word.equals(XTRACE) ? Optional.of(on) : Optional.empty();
        }
        if (!ended && word.equals("-")) {
            ended = true;
            return Optional.of(false); // As bash and dash take it.
        }
        ended |= !LETTERS.matcher(word).matches();
        if (ended) {
            return Optional.empty();
        }
        char sign = word.charAt(0);
        named = word.indexOf('o') > 0 ? sign : 0;
        return word.indexOf('x') > 0 ? Optional.of(sign == '-') : Optional.empty();
    }
}
