package io.sparksecrets.pod;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import io.sparksecrets.reference.Template.Literal;
import io.sparksecrets.reference.Template.Placeholder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Text in which Kubernetes expands {@code $(NAME)}, as in env values, args and command words.
 *
 * <p>Its rules, from {@code third_party/forked/golang/expansion/expand.go}: {@code $$} stands for {@code $}; {@code $(NAME)} for
 * the value of a variable, or for itself when there is none; {@code $(} that is never closed for itself; any other {@code $}
 * for itself. What is put in is not expanded again.
 */
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
        int lastClose = source.lastIndexOf(')');
        int at = 0;
        while (at < source.length()) {
            char next = source.charAt(at) == '$' && at + 1 < source.length() ? source.charAt(at + 1) : '\0';
            if (next == '$') {
                text.append("$$");
                at += 2;
            } else if (next == '(' && at < lastClose) {
                int close = source.indexOf(')', at);
                appendExpansion(at, close);
                at = close + 1;
            } else if (next == '(') {
                // Nothing closes it, and neither may the variable that could follow.
                text.append("$$(");
                at += 2;
            } else {
                appendOne(at++);
            }
        }
        return text.toString();
    }

    /** Appends {@code $(…)}. With a reference in it, it is the name of no variable, and Kubernetes keeps it literally. */
    private void appendExpansion(int open, int close) {
        boolean holdsReference = false;
        for (int at = open; at < close; at++) {
            holdsReference |= references.containsKey(at);
        }
        for (int at = open; at <= close; at++) {
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
            text.append("$(").append(variableOf.apply(reference)).append(')');
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
