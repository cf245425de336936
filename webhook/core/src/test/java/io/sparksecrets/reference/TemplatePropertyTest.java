package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.Template.Escape;
import io.sparksecrets.reference.Template.Literal;
import io.sparksecrets.reference.Template.Part;
import io.sparksecrets.reference.Template.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

/** The seeds are the same in every run, so that a failure is one everywhere; the fuzz target looks for new texts. */
class TemplatePropertyTest {

    private static final int SEEDS = 20_000;

    @Test
    void theLawsHoldForEveryText() {
        forEverySeed(texts -> TemplateLaws.holdFor(texts.text()));
    }

    @Test
    void theTextsReachEveryOutcomeOften() {
        int[] untouched = {0};
        int[] escaped = {0};
        int[] referring = {0};
        int[] malformed = {0};
        forEverySeed(texts -> {
            String text = texts.text();
            try {
                List<Part> parts = Template.parse(text).parts();
                untouched[0] += Template.mayHoldReference(text) ? 0 : 1;
                escaped[0] += parts.stream().anyMatch(Escape.class::isInstance) ? 1 : 0;
                referring[0] += parts.stream().anyMatch(Placeholder.class::isInstance) ? 1 : 0;
            } catch (MalformedReferenceException expected) {
                malformed[0]++;
            }
        });

        assertThat(List.of(untouched[0], escaped[0], referring[0], malformed[0]))
                .as("texts that are untouched, escaped, referring, malformed")
                .allSatisfy(count -> assertThat(count).isGreaterThan(SEEDS / 20));
    }

    @Test
    void everyReferenceParsesFromTheTextItPrintsAs() {
        forEverySeed(texts -> {
            Reference reference = texts.reference();
            assertThat(Template.parse(reference.toString()).soleReference()).contains(reference);
        });
    }

    @Test
    void theSourcesOfPartsParseToTheSameParts() {
        forEverySeed(texts -> {
            List<Part> parts = new ArrayList<>();
            int length = 0;
            for (int i = 0; i < 4; i++) {
                String literal = texts.literal() + "|";
                Reference reference = texts.reference();
                parts.add(new Literal(literal));
                parts.add(new Placeholder(reference, reference.toString(), length + literal.length()));
                parts.add(new Escape(i % 2 == 0 ? "$${secrets." : "$${secrets:"));
                length += literal.length() + reference.toString().length() + "$${secrets.".length();
            }
            String text = parts.stream().map(Part::source).collect(Collectors.joining());

            assertThat(Template.parse(text).parts()).isEqualTo(parts);
        });
    }

    private static void forEverySeed(ThrowingConsumer<RandomTexts> property) {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                property.acceptThrows(new RandomTexts(seed));
            } catch (Throwable broken) {
                throw new AssertionError("seed " + seed + " breaks it: " + broken.getMessage(), broken);
            }
        }
    }
}
