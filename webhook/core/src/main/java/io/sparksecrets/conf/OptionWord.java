package io.sparksecrets.conf;

import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.StructuredText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One word of options: text, with quotes and escapes undone, and references in it.
 *
 * @param pieces in their order; empty for a word that is written as two quotes
 * @param start where the word begins in the text of the options
 * @param end where it ends there
 */
record OptionWord(List<Piece> pieces, int start, int end) {

    sealed interface Piece {}

    record Text(String text) implements Piece {}

    record Value(Reference reference) implements Piece {}

    OptionWord {
        pieces = List.copyOf(pieces);
    }

    Set<Reference> references() {
        Set<Reference> references = new LinkedHashSet<>();
        for (Piece piece : pieces) {
            if (piece instanceof Value value) {
                references.add(value.reference());
            }
        }
        return references;
    }

    /** The text before the first reference. */
    String beginning() {
        return !pieces.isEmpty() && pieces.getFirst() instanceof Text text ? text.text() : "";
    }

    /** The name of the system property that the word sets; none when it sets none or a reference stands in the name. */
    Optional<String> propertyName() {
        String beginning = beginning();
        int equals = beginning.indexOf('=');
        return beginning.startsWith("-D") && equals > 0
                ? Optional.of(beginning.substring("-D".length(), equals))
                : Optional.empty();
    }

    StructuredText structured() {
        StructuredText.Builder structured = new StructuredText.Builder();
        for (Piece piece : pieces) {
            switch (piece) {
                case Text text -> structured.text(text.text());
                case Value value -> structured.reference(value.reference());
            }
        }
        return structured.build();
    }

    String render(Function<Reference, String> values) {
        StringBuilder word = new StringBuilder();
        for (Piece piece : pieces) {
            word.append(
                    switch (piece) {
                        case Text text -> text.text();
                        case Value value -> values.apply(value.reference());
                    });
        }
        return word.toString();
    }

    static final class Builder {

        private final List<Piece> pieces = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final int start;

        Builder(int start) {
            this.start = start;
        }

        void append(char c) {
            text.append(c);
        }

        void append(Reference reference) {
            flush();
            pieces.add(new Value(reference));
        }

        OptionWord build(int end) {
            flush();
            return new OptionWord(pieces, start, end);
        }

        private void flush() {
            if (!text.isEmpty()) {
                pieces.add(new Text(text.toString()));
                text.setLength(0);
            }
        }
    }
}
