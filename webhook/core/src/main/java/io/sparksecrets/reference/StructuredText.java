package io.sparksecrets.reference;

import io.sparksecrets.reference.Template.Escape;
import io.sparksecrets.reference.Template.Literal;
import io.sparksecrets.reference.Template.Placeholder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A text with references in which some may stand inside a URL, a JSON string or the option of a JAAS text, where characters of
 * a value mean something else.
 *
 * <p>What it says of a value is that an encoding is missing, never which character it has, nor where.
 */
public final class StructuredText {

    /** Stands for a reference (OBJECT REPLACEMENT CHARACTER). */
    private static final char MARK = '\uFFFC';

    private record Place(int at, Reference reference) {}

    private final String text;
    private final List<Place> places;

    private StructuredText(String text, List<Place> places) {
        this.text = text;
        this.places = places;
    }

    /** Gathers a text piece by piece. */
    public static final class Builder {

        private final StringBuilder text = new StringBuilder();
        private final List<Place> places = new ArrayList<>();

        /** Adds literal text. */
        public Builder text(CharSequence literal) {
            text.append(literal);
            return this;
        }

        /** Adds a reference. */
        public Builder reference(Reference reference) {
            places.add(new Place(text.length(), reference));
            text.append(MARK);
            return this;
        }

        public StructuredText build() {
            return new StructuredText(text.toString(), List.copyOf(places));
        }
    }

    /** The text of a template. */
    public static StructuredText of(Template template) {
        Builder builder = new Builder();
        template.parts().forEach(part -> {
            switch (part) {
                case Literal literal -> builder.text(literal.source());
                case Escape escape -> builder.text(escape.text());
                case Placeholder placeholder -> builder.reference(placeholder.reference());
            }
        });
        return builder.build();
    }

    /**
     * What the user should know of values that do not arrive whole at this place.
     *
     * @param where the place in messages' words
     * @param values gives the values, encoded as their references ask; null for a reference that has none
     */
    public List<Problem> warnings(String where, Function<Reference, @Nullable SecretValue> values) {
        Set<Problem> warnings = new LinkedHashSet<>();
        Set<Reference> told = new HashSet<>();
        QuoteReader quotes = new QuoteReader(text);
        for (Place place : places) {
            Reference reference = place.reference();
            SecretValue value = told.contains(reference) ? null : values.apply(reference);
            if (value != null && mayHaveMeaning(value.reveal(), reference)) {
                inUrl(place, value.reveal())
                        .or(() -> inQuotes(quotes.kindAt(place.at()), reference.withoutDefault(), value.reveal()))
                        .ifPresent(what -> {
                            told.add(reference);
                            warnings.add(new Problem(where, what));
                        });
            }
        }
        return List.copyOf(warnings);
    }

    /** A default was written for its place by whoever wrote the text. */
    private static boolean mayHaveMeaning(String value, Reference reference) {
        return has(value, c -> !Encoding.isUnreserved(c)) && !value.equals(reference.defaultText());
    }

    private Optional<String> inUrl(Place place, String value) {
        Optional<UrlText> found = UrlText.around(text, place.at());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        UrlText url = found.get();
        UrlReader reader = UrlReader.of(url);
        UrlPlace part = UrlPlace.of(url);
        Reference reference = place.reference().withoutDefault();
        if (reference.encoding() == Encoding.URL) {
            return reader.neverDecodes() && value.indexOf('%') >= 0
                    ? Optional.of("|url is not decoded in " + url.scheme() + " URLs: give " + reference.encodedAs(null)
                            + " as an option of its own, outside the URL")
                    : Optional.empty();
        }
        if (!has(value, c -> reader.givesMeaningTo(c, url, part))) {
            return Optional.empty();
        }
        if (!reader.decodes()) {
            return Optional.of(
                    "give " + reference + " as an option of its own, outside the URL; the value has a character"
                            + " with a meaning in " + url.scheme() + " URLs, which |url "
                            + (reader.neverDecodes() ? "does" : "may") + " not protect");
        }
        if (reference.encoding() == Encoding.BASE64) {
            return Optional.of("give " + reference + " as an option of its own, outside the URL: base64 has characters"
                    + " with a meaning in URLs");
        }
        Reference encoded = reference.encodedAs(Encoding.URL);
        String two = part == UrlPlace.USER_INFO ? " (for user:password use two references)" : "";
        return Optional.of(
                "|url is missing: write " + encoded + two + "; the value has a character with a meaning in URLs");
    }

    private static Optional<String> inQuotes(QuotedText quoted, Reference reference, String value) {
        Reference encoded = reference.encodedAs(Encoding.JSON);
        if (reference.encoding() == Encoding.JSON) {
            return quoted == QuotedText.JAAS_IN_DOUBLE_QUOTES && hasUnicodeEscape(value)
                    ? Optional.of(encoded + " has a character that a JAAS text cannot hold; use another value")
                    : Optional.empty();
        }
        if (!has(value, quoted::givesMeaningTo)) {
            return Optional.empty();
        }
        return switch (quoted) {
            case NONE -> Optional.empty();
            case JSON ->
                Optional.of(
                        "|json is missing: write " + encoded + "; the value has a character with a meaning in JSON");
            case JAAS_IN_DOUBLE_QUOTES ->
                Optional.of("|json is missing: write " + encoded
                        + "; the value has a character with a meaning in JAAS texts");
            case JAAS_OTHERWISE ->
                Optional.of("|json and double quotes are missing: write \"" + encoded
                        + "\"; the value has a character with a meaning in JAAS texts");
        };
    }

    private static boolean has(String value, IntPredicate meaningful) {
        return value.codePoints().anyMatch(meaningful);
    }

    /** JSON's <code>\u0001</code>, which no JAAS parser reads. */
    private static boolean hasUnicodeEscape(String json) {
        for (int at = json.indexOf('\\'); at >= 0; at = json.indexOf('\\', at + 2)) {
            if (json.startsWith("u", at + 1)) {
                return true;
            }
        }
        return false;
    }
}
