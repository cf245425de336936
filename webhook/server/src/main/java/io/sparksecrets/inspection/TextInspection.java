package io.sparksecrets.inspection;

import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Finds what is in one text, beyond the first malformed reference too. */
final class TextInspection {

    /** Enough to see what is wrong; keeps the work for one text linear in its length. */
    private static final int MAX_MALFORMED = 20;

    private TextInspection() {}

    /** @param where the place, given where in the text the reference begins */
    static List<Finding> of(String text, IntFunction<String> where) {
        List<Finding> malformed = new ArrayList<>();
        String rest = text;
        while (Template.mayHoldReference(rest)) {
            try {
                List<Finding> findings = found(Template.parse(rest), where);
                findings.addAll(malformed);
                return findings;
            } catch (MalformedReferenceException e) {
                malformed.add(new Finding.Malformed(where.apply(e.start()), e));
                if (malformed.size() == MAX_MALFORMED) {
                    return malformed;
                }
                rest = blankOut(rest, e.start(), Math.max(e.position(), e.start() + 1));
            }
        }
        return malformed;
    }

    private static List<Finding> found(Template template, IntFunction<String> where) {
        List<Finding> findings = new ArrayList<>();
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Placeholder placeholder) {
                Finding finding = new Finding.Found(
                        where.apply(placeholder.start()), placeholder.reference(), placeholder.source());
                if (!findings.contains(finding)) {
                    findings.add(finding);
                }
            }
        }
        return findings;
    }

    /** Keeps the length, so that places in what is left are places in the text. */
    private static String blankOut(String text, int start, int end) {
        return text.substring(0, start) + " ".repeat(end - start) + text.substring(end);
    }
}
