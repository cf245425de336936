package io.sparksecrets.verdict;

import io.sparksecrets.reference.Encoding;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.reference.ValueEdges;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Warns of what hides at the edges of a value, which kubectl with {@code echo} or an editor put there: the program gets it as a
 * part of the value.
 */
final class EdgeWarnings {

    private EdgeWarnings() {}

    /** One warning for each such value, with the place where it arrives. */
    static List<String> of(ReferencePlaces places, Function<Reference, SecretValue> values) {
        List<String> warnings = new ArrayList<>();
        places.references().forEach(reference -> {
            List<String> at = places.of(reference);
            SecretValue value = values.apply(reference);
            // A default is the user's own text.
            if (!value.reveal().equals(reference.defaultText())) {
                String stored = stored(reference, value);
                if (ValueEdges.isLineWithNewline(stored)) {
                    warnings.add(
                            "%s: the value of %s ends in a newline, which goes with it; if it should not, write it without, as with printf %%s"
                                    .formatted(shown(at), named(reference)));
                }
                if (ValueEdges.hasByteOrderMark(stored)) {
                    warnings.add(
                            "%s: the value of %s begins with a byte order mark, which goes with it; if it should not, write it without"
                                    .formatted(shown(at), named(reference)));
                }
            }
        });
        return warnings;
    }

    private static String stored(Reference reference, SecretValue value) {
        Encoding encoding = reference.encoding();
        return (encoding == null ? value : encoding.decode(value)).reveal();
    }

    private static String named(Reference reference) {
        String secret = "the secret \"" + reference.path() + "\"";
        return reference.field() == null ? secret : "the field \"" + reference.field() + "\" of " + secret;
    }

    private static String shown(List<String> places) {
        String first = places.getFirst();
        return places.size() == 1 ? first : "%s and %d more".formatted(first, places.size() - 1);
    }
}
