package io.sparksecrets.reference;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A text with literal parts and references.
 *
 * <pre>
 * template  = *( text / escape / reference )
 * escape    = "$${secrets" ( "." / ":" )         ; yields the text "${secrets." or "${secrets:"
 * reference = "${secrets" ( "." path / ":" store ":" path ) [ "#" field ] [ "@" version ] [ "|" encoding ] [ ":-" default ] "}"
 * store     = 1*( ALPHA / DIGIT / "_" / "-" )
 * path      = segment *( "/" segment )           ; 253 characters at most
 * segment   = ( ALPHA / DIGIT / "_" ) *( ALPHA / DIGIT / "_" / "-" / "." )
 * field     = 1*( ALPHA / DIGIT / "_" / "-" / "." )
 * version   = 1*DIGIT                            ; 18 digits at most, not zero
 * encoding  = "url" / "json" / "base64"          ; see {@link Encoding}; default: the value as it is
 * default   = any text without "}" ("\}" stands for "}") and without the beginning of a reference; may be empty
 * </pre>
 *
 * <p>ALPHA and DIGIT are those of ASCII. Only texts that begin <code>${secrets.</code> or <code>${secrets:</code> are
 * references; every other <code>${…}</code>, {@code $(…)} and <code>{{…}}</code> is text. What begins like a reference and is
 * none is an error, never text. A value is never scanned for references again, and a default is never encoded.
 *
 * <p>It follows that a default cannot end in a backslash, and that a dollar sign cannot stand directly before a reference,
 * because both together are an escape.
 *
 * <p>Parsing is linear in the length of the text.
 */
public final class Template {

    /** A piece of a template. Joining the {@link #source()} of all parts gives the template's text again. */
    public sealed interface Part {

        /** The part as it stands in the text. */
        String source();
    }

    /** Literal text, byte for byte. Never empty, and never followed by another literal. */
    public record Literal(String source) implements Part {}

    /** An escaped beginning of a reference: the source has one dollar sign more than {@link #text()}. */
    public record Escape(String source) implements Part {

        /** What the escape yields. */
        public String text() {
            return source.substring(1);
        }
    }

    /**
     * A reference in its place.
     *
     * @param start where it begins in the template's text, counted from 0 in UTF-16 units
     */
    public record Placeholder(Reference reference, String source, int start) implements Part {}

    private final String text;
    private final List<Part> parts;

    private Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * Whether a text can hold a reference or an escape. Cheap, and never false where {@link #parse} would find one or fail.
     */
    public static boolean mayHoldReference(String text) {
        return Grammar.indexOfReference(text, 0) >= 0;
    }

    /** Parses a text; a text without references gives a template without placeholders. */
    public static Template parse(String text) throws MalformedReferenceException {
        List<Part> parts = new ArrayList<>();
        int literal = 0;
        for (int at = Grammar.indexOfReference(text, 0); at >= 0; at = Grammar.indexOfReference(text, literal)) {
            boolean escaped = at > literal && text.charAt(at - 1) == '$';
            int start = escaped ? at - 1 : at;
            if (start > literal) {
                parts.add(new Literal(text.substring(literal, start)));
            }
            if (escaped) {
                literal = at + Grammar.PREFIX.length() + 1;
                parts.add(new Escape(text.substring(start, literal)));
            } else {
                Placeholder placeholder = placeholderAt(text, at);
                literal = at + placeholder.source().length();
                parts.add(placeholder);
            }
        }
        if (literal < text.length()) {
            parts.add(new Literal(text.substring(literal)));
        }
        return new Template(text, parts);
    }

    /**
     * Parses the one reference that begins at a place of a text, for texts in which other rules decide where to look.
     *
     * @param start where <code>${secrets.</code> or <code>${secrets:</code> stands in the text
     */
    public static Placeholder placeholderAt(String text, int start) throws MalformedReferenceException {
        ReferenceParser parser = new ReferenceParser(text, start);
        Reference reference = parser.parse();
        return new Placeholder(reference, text.substring(start, parser.end()), start);
    }

    public List<Part> parts() {
        return parts;
    }

    public boolean hasReferences() {
        for (Part part : parts) {
            if (part instanceof Placeholder) {
                return true;
            }
        }
        return false;
    }

    /** The distinct references, in the order of their first place. */
    public Set<Reference> references() {
        Set<Reference> references = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part instanceof Placeholder placeholder) {
                references.add(placeholder.reference());
            }
        }
        return references;
    }

    /** The reference, where the template is exactly one reference with no text around it. */
    public Optional<Reference> soleReference() {
        return parts.size() == 1 && parts.getFirst() instanceof Placeholder placeholder
                ? Optional.of(placeholder.reference())
                : Optional.empty();
    }

    /**
     * The text with each reference replaced and each escape undone. What is put in is not scanned again.
     *
     * @param values gives the value for a reference; asked once for each place, in the order of the text
     */
    public String render(Function<Reference, String> values) {
        StringBuilder rendered = new StringBuilder(text.length());
        for (Part part : parts) {
            rendered.append(
                    switch (part) {
                        case Literal literal -> literal.source();
                        case Escape escape -> escape.text();
                        case Placeholder placeholder ->
                            requireNonNull(values.apply(placeholder.reference()), placeholder.source());
                    });
        }
        return rendered.toString();
    }

    /** The text that was parsed. */
    @Override
    public String toString() {
        return text;
    }
}
