package io.sparksecrets.expansion;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import io.sparksecrets.reference.Template.Literal;
import io.sparksecrets.reference.Template.Placeholder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** A text for Kubernetes, which expands {@code $(NAME)} in it as {@link ExpansionToken} says. */
public final class KubernetesText {

    /** The template's text, with one character, whatever it is, in the place of each reference. */
    private final String source;

    private final Map<Integer, Reference> references;
    private final Function<Reference, String> variableOf;
    private final StringBuilder text = new StringBuilder();

    /** A text that Kubernetes expands to this one. */
    public static String literal(String text) {
        return text.replace("$", "$$");
    }

    private KubernetesText(Template template, Function<Reference, String> variableOf) {
        StringBuilder flat = new StringBuilder();
        Map<Integer, Reference> places = new HashMap<>();
        for (Template.Part part : template.parts()) {
            if (part instanceof Placeholder placeholder) {
                places.put(flat.length(), placeholder.reference());
                flat.append(' ');
            } else {
                flat.append(part.source());
            }
        }
        this.source = flat.toString();
        this.references = places;
        this.variableOf = variableOf;
    }

    /**
     * Puts {@code $(VARIABLE)} for each reference, and keeps what Kubernetes makes of the text around it.
     *
     * <p>Escapes stay as they are, because Kubernetes itself turns the first two dollar signs of <code>$${secrets.…}</code> into
     * one.
     */
    public static String withVariables(Template template, Function<Reference, String> variableOf) {
        return new KubernetesText(template, variableOf).rewrite();
    }

    private String rewrite() {
        for (ExpansionToken token : ExpansionToken.of(source)) {
            switch (token.kind()) {
                case LITERAL -> append(token);
                case ESCAPE -> text.append(token.source());
                // Nothing closes it, and neither may the variable that could follow.
                case UNCLOSED -> text.append(literal(token.source()));
                case VARIABLE -> appendVariable(token);
            }
        }
        return text.toString();
    }

    private void append(ExpansionToken token) {
        for (int at = token.start(); at < token.end(); at++) {
            appendOne(at);
        }
    }

    /** With a reference in it, it is the name of no variable, and Kubernetes keeps it literally. */
    private void appendVariable(ExpansionToken token) {
        boolean holdsReference = false;
        for (int at = token.start(); at < token.end(); at++) {
            holdsReference |= references.containsKey(at);
        }
        for (int at = token.start(); at < token.end(); at++) {
            if (holdsReference && source.charAt(at) == '$') {
                text.append('$');
            }
            appendOne(at);
        }
    }

    private void appendOne(int at) {
        Reference reference = references.get(at);
        if (reference == null) {
            text.append(source.charAt(at));
        } else {
            text.append(ExpansionToken.variable(variableOf.apply(reference)));
        }
    }

    /** Whether Kubernetes would make something else of the text of a sound template than what stands there. */
    public static boolean isExpanded(String template) {
        try {
            return isExpanded(Template.parse(template));
        } catch (MalformedReferenceException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Whether Kubernetes would make something else of the template's text than what stands there. */
    public static boolean isExpanded(Template template) {
        for (Template.Part part : template.parts()) {
            if (part instanceof Literal literal
                    && (literal.source().contains("$(") || literal.source().contains("$$"))) {
                return true;
            }
        }
        return false;
    }
}
