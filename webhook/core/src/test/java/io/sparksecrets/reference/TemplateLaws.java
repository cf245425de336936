package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.GrammarAsRegex.Reading;
import io.sparksecrets.reference.Template.Literal;
import io.sparksecrets.reference.Template.Part;
import io.sparksecrets.reference.Template.Placeholder;
import java.util.stream.Collectors;

/** What is true of every text. Shared by the property tests and the fuzz target. */
final class TemplateLaws {

    /** A value that would be changed if it were scanned again. */
    private static final String VALUE = "<$${secrets.b}${secrets.b}${secrets.>$";

    private TemplateLaws() {}

    /**
     * @throws AssertionError when a law is broken
     * @throws MalformedReferenceException when something that must parse does not
     */
    static void holdFor(String text) throws MalformedReferenceException {
        Reading expected = GrammarAsRegex.read(text);
        Template template;
        try {
            template = Template.parse(text);
        } catch (MalformedReferenceException mistake) {
            assertThat(mistake.start())
                    .as("the start of: %s", mistake.getMessage())
                    .isEqualTo(expected.mistake());
            holdFor(text, mistake);
            return;
        }
        assertThat(expected.mistake())
                .as("the malformed reference that was missed")
                .isEqualTo(-1);
        assertThat(template.parts()).isEqualTo(expected.parts());
        holdFor(text, template);
    }

    private static void holdFor(String text, Template template) throws MalformedReferenceException {
        assertThat(template).hasToString(text);
        assertThat(template.parts().stream().map(Part::source).collect(Collectors.joining()))
                .as("all parts joined")
                .isEqualTo(text);
        assertThat(template.render(reference -> VALUE))
                .as("rendered in one pass")
                .isEqualTo(renderedByHand(template));
        for (Reference reference : template.references()) {
            assertThat(Template.parse(reference.toString()).soleReference()).contains(reference);
        }
        boolean untouched = true;
        for (Part part : template.parts()) {
            untouched &= part instanceof Literal;
            if (part instanceof Placeholder placeholder) {
                assertThat(placeholder.reference()).hasToString(placeholder.source());
                assertThat(text).startsWith(text.substring(0, placeholder.start()) + placeholder.source());
            }
        }
        if (untouched) {
            assertThat(template.render(reference -> VALUE)).isEqualTo(text);
        } else {
            assertThat(Template.mayHoldReference(text)).isTrue();
        }
    }

    private static void holdFor(String text, MalformedReferenceException mistake) throws MalformedReferenceException {
        assertThat(Template.mayHoldReference(text)).isTrue();
        assertThat(mistake.position()).isBetween(mistake.start() + "${secrets.".length(), text.length());
        assertThat(mistake.getMessage())
                .startsWith("malformed reference at character ")
                .hasSizeLessThan(400)
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
        // Nothing before the mistake was at fault.
        Template.parse(text.substring(0, mistake.start()));
    }

    private static String renderedByHand(Template template) {
        StringBuilder rendered = new StringBuilder();
        for (Part part : template.parts()) {
            String source = part.source();
            rendered.append(
                    part instanceof Placeholder ? VALUE : part instanceof Literal ? source : source.substring(1));
        }
        return rendered.toString();
    }
}
