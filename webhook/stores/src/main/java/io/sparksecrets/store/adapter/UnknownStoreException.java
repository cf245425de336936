package io.sparksecrets.store.adapter;

import io.sparksecrets.text.Printable;
import io.sparksecrets.text.Suggestion;
import java.util.List;
import java.util.Objects;

/** There is no store of a name. The message says which there are, or which one was probably meant. */
public final class UnknownStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownStoreException(String wanted, List<String> known) {
        super("there is no store " + Printable.quoted(wanted) + which(wanted, known));
    }

    private static String which(String wanted, List<String> known) {
        String meant = Suggestion.hint(wanted, known);
        return meant.isEmpty() ? "; the stores are " + String.join(", ", known) : meant;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
