package io.sparksecrets.conf;

import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.reference.Template;
import io.sparksecrets.reference.Template.Escape;
import io.sparksecrets.reference.Template.Literal;
import io.sparksecrets.reference.Template.Part;
import io.sparksecrets.reference.Template.Placeholder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A template's text with the values in their places, which knows what in it came from which secret. */
final class ResolvedText {

    private record Region(int start, int end, Reference reference) {}

    private final String text;
    private final List<Region> regions;

    private ResolvedText(String text, List<Region> regions) {
        this.text = text;
        this.regions = regions;
    }

    static ResolvedText of(Template template, Function<Reference, SecretValue> values) {
        StringBuilder text = new StringBuilder();
        List<Region> regions = new ArrayList<>();
        for (Part part : template.parts()) {
            switch (part) {
                case Literal literal -> text.append(literal.source());
                case Escape escape -> text.append(escape.text());
                case Placeholder placeholder -> {
                    int start = text.length();
                    text.append(values.apply(placeholder.reference()).reveal());
                    regions.add(new Region(start, text.length(), placeholder.reference()));
                }
            }
        }
        return new ResolvedText(text.toString(), regions);
    }

    String text() {
        return text;
    }

    /** Adds what cannot be delivered with these values, or will not be what the user expects. */
    void check(String key, List<Problem> problems, List<Problem> warnings) {
        trimmedBySpark()
                .forEach(reference -> problems.add(new Problem(
                        key,
                        "the value of " + ReferenceNames.name(reference)
                                + " begins or ends with blanks, which Spark removes from its"
                                + " conf; store it without them")));
        withNul()
                .forEach(reference -> problems.add(new Problem(
                        key,
                        "the value of " + ReferenceNames.name(reference)
                                + " has a NUL character, which cannot be delivered")));
        substitutable()
                .forEach(reference -> warnings.add(new Problem(
                        key,
                        "the value of " + ReferenceNames.name(reference)
                                + " holds \"${\": Spark and Hadoop replace ${name} where they"
                                + " know the name, and nothing can prevent it")));
    }

    /** References whose values lose characters when Spark trims the text (Utils.trimExceptCRLF of spark-core). */
    private Set<Reference> trimmedBySpark() {
        Set<Reference> trimmed = new LinkedHashSet<>();
        for (int at = 0; at < text.length() && isTrimmed(text.charAt(at)); at++) {
            valueAt(at).ifPresent(trimmed::add);
        }
        for (int at = text.length() - 1; at >= 0 && isTrimmed(text.charAt(at)); at--) {
            valueAt(at).ifPresent(trimmed::add);
        }
        return trimmed;
    }

    /** References whose values make a <code>${</code>, alone or with the text around them. */
    private Set<Reference> substitutable() {
        Set<Reference> substitutable = new LinkedHashSet<>();
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 1)) {
            valueAt(at).ifPresent(substitutable::add);
            valueAt(at + 1).ifPresent(substitutable::add);
        }
        return substitutable;
    }

    /** References whose values hold the character U+0000. */
    private Set<Reference> withNul() {
        Set<Reference> withNul = new LinkedHashSet<>();
        for (int at = text.indexOf('\0'); at >= 0; at = text.indexOf('\0', at + 1)) {
            valueAt(at).ifPresent(withNul::add);
        }
        return withNul;
    }

    private Optional<Reference> valueAt(int index) {
        for (Region region : regions) {
            if (region.start() <= index && index < region.end()) {
                return Optional.of(region.reference());
            }
        }
        return Optional.empty();
    }

    private static boolean isTrimmed(char c) {
        return c <= ' ' && c != '\r' && c != '\n';
    }
}
