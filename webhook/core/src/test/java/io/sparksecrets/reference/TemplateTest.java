package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.sparksecrets.reference.Template.Escape;
import io.sparksecrets.reference.Template.Literal;
import io.sparksecrets.reference.Template.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    // What a reference says

    @Test
    void theShortFormNamesAPathInTheDefaultStore() throws Exception {
        assertThat(reference("${secrets.DB_PASSWORD}")).isEqualTo(Reference.to("DB_PASSWORD"));
    }

    @Test
    void theLongFormNamesAStoreAndAPath() throws Exception {
        assertThat(reference("${secrets:vault:team/db}"))
                .isEqualTo(new Reference("vault", "team/db", null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault", "v", "7", "my-vault_2", "-", "_"})
    void aStoreHoldsLettersDigitsUnderscoresAndDashes(String store) throws Exception {
        assertThat(reference("${secrets:" + store + ":KEY}").store()).isEqualTo(store);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "K",
                "k",
                "7",
                "_",
                "a-b",
                "a.b",
                "a.",
                "a-",
                "a..b",
                "DB_PASSWORD",
                "spark.hadoop.fs.s3a.secret.key",
                "team/db/PASSWORD",
                "1/2/3",
                "_/_",
                "a./b-"
            })
    void aPathHoldsSegmentsOfLettersDigitsUnderscoresDashesAndDots(String path) throws Exception {
        assertThat(reference("${secrets." + path + "}")).isEqualTo(Reference.to(path));
        assertThat(reference("${secrets:vault:" + path + "}").path()).isEqualTo(path);
    }

    @Test
    void aPathHas253CharactersAtMost() throws Exception {
        String longest = "a".repeat(126) + "/" + "b".repeat(126);

        assertThat(reference("${secrets." + longest + "}").path()).isEqualTo(longest);
    }

    @Test
    void theShortFormMayBeginWithAnything_evenWithTheNameOfAStore() throws Exception {
        assertThat(reference("${secrets.vault/KEY}")).isEqualTo(Reference.to("vault/KEY"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "U", "7", "-", ".", "_", "tls.crt", "-a.b_c-"})
    void aFieldHoldsLettersDigitsUnderscoresDashesAndDotsInAnyOrder(String field) throws Exception {
        assertThat(reference("${secrets.db#" + field + "}")).isEqualTo(new Reference(null, "db", field, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "10", "007", "999999999999999999"})
    void aVersionIsANumberOf18DigitsAtMost(String version) throws Exception {
        assertThat(reference("${secrets.db@" + version + "}"))
                .isEqualTo(new Reference(null, "db", null, version, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                " ",
                "a b",
                "-",
                ":-",
                "#f",
                "@1",
                "{",
                "${x:-y",
                "$",
                "$$",
                "$(X)",
                "${secrets",
                "\\",
                "\\\\n",
                "\n",
                "ä€😀",
                "\"'",
                "${secretsManager.a"
            })
    void aDefaultHoldsAnyTextWithoutAClosingBrace(String text) throws Exception {
        String closed = text.endsWith("\\") ? text + "." : text;

        assertThat(reference("${secrets.db:-" + closed + "}")).isEqualTo(new Reference(null, "db", null, null, closed));
    }

    @ParameterizedTest
    @CsvSource({"url, URL", "json, JSON", "base64, BASE64"})
    void anEncodingIsNamedAfterABar(String name, Encoding encoding) throws Exception {
        assertThat(reference("${secrets.db|" + name + "}"))
                .isEqualTo(new Reference(null, "db", null, null, encoding, null));
        assertThat(reference("${secrets:vault:db#user@3|" + name + ":-none}"))
                .isEqualTo(new Reference("vault", "db", "user", "3", encoding, "none"));
    }

    @Test
    void whatLooksLikeAnEncodingWithinADefaultIsOfTheDefault() throws Exception {
        assertThat(reference("${secrets.db:-x|url}")).isEqualTo(new Reference(null, "db", null, null, "x|url"));
    }

    @Test
    void anEmptyDefaultIsNotTheAbsenceOfADefault() throws Exception {
        assertThat(reference("${secrets.db:-}").defaultText()).isEmpty();
        assertThat(reference("${secrets.db}").defaultText()).isNull();
    }

    @Test
    void aBackslashPutsAClosingBraceIntoADefault() throws Exception {
        assertThat(reference("${secrets.db:-{\"a\": {\\}\\}}").defaultText()).isEqualTo("{\"a\": {}}");
    }

    @Test
    void aBackslashMeansNothingElseInADefault() throws Exception {
        assertThat(reference("${secrets.db:-C:\\temp\\\\x}").defaultText()).isEqualTo("C:\\temp\\\\x");
        assertThat(reference("${secrets.db:-\\\\}}").defaultText()).isEqualTo("\\}");
    }

    @Test
    void allPartsGoTogetherInTheirOrder() throws Exception {
        assertThat(reference("${secrets:vault:team/db#user@3:-none}"))
                .isEqualTo(new Reference("vault", "team/db", "user", "3", "none"));
    }

    // What is text

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "plain",
                "$",
                "$$",
                "$$$$",
                "}",
                "${",
                "${}",
                "${HOME}",
                "${HOME:-/root}",
                "$HOME",
                "$(POD_IP)",
                "$$(POD_IP)",
                "{{APP_ID}}",
                "{{ .Values.secrets.x }}",
                "${spark.app.name}",
                "${env:HOME}",
                "${system:user.name}",
                "${secretsManager.x}",
                "${secretsmanager:arn:aws:x}",
                "${secrets}",
                "${secrets",
                "${secrets }",
                "${secrets-x}",
                "${secrets/x}",
                "${secrets#x}",
                "${secret.x}",
                "${Secrets.x}",
                "${SECRETS.x}",
                "${ secrets.x}",
                "$ {secrets.x}",
                "$(secrets.x)",
                "{secrets.x}",
                "{{secrets.x}}",
                "$secrets.x",
                "%{secrets.x}",
                "secrets.x",
                "\\${x}",
                "$${secrets}",
                "$${secretsManager.x}",
                "$$${secrets",
                "line\nbreak\ttab\u0000nul",
                "ä€😀",
                "\uD83D"
            })
    void whatDoesNotBeginLikeAReferencePassesByteForByte(String text) throws Exception {
        Template template = Template.parse(text);

        assertThat(Template.mayHoldReference(text)).isFalse();
        assertThat(template.hasReferences()).isFalse();
        assertThat(template.parts()).isEqualTo(text.isEmpty() ? List.of() : List.of(new Literal(text)));
        assertThat(template.render(reference -> "never asked")).isEqualTo(text);
    }

    @Test
    void aBackslashBeforeAReferenceIsText() throws Exception {
        assertThat(render("\\${secrets.a}")).isEqualTo("\\<a>");
    }

    // Escapes

    @Test
    void twoDollarSignsMakeTextOfTheBeginningOfAReference() throws Exception {
        assertThat(render("$${secrets.a}")).isEqualTo("${secrets.a}");
        assertThat(render("$${secrets:vault:a}")).isEqualTo("${secrets:vault:a}");
        assertThat(render("$${secrets.")).isEqualTo("${secrets.");
    }

    @Test
    void whatFollowsAnEscapeMayBeMalformedOrAReference() throws Exception {
        assertThat(render("$${secrets. no reference")).isEqualTo("${secrets. no reference");
        assertThat(render("$${secrets.${secrets.a}}")).isEqualTo("${secrets.<a>}");
        assertThat(render("$${secrets:-x}${secrets.a}$${secrets.b}")).isEqualTo("${secrets:-x}<a>${secrets.b}");
    }

    @Test
    void onlyTheLastOfManyDollarSignsIsTheEscapesOwn() throws Exception {
        assertThat(render("$$${secrets.a}")).isEqualTo("$${secrets.a}");
        assertThat(render("$$$${secrets.a}")).isEqualTo("$$${secrets.a}");
    }

    @Test
    void aTextWithAnEscapeMayHoldAReferenceAndHasNone() throws Exception {
        assertThat(Template.mayHoldReference("$${secrets.a}")).isTrue();
        assertThat(Template.parse("$${secrets.a}").hasReferences()).isFalse();
        assertThat(Template.parse("$${secrets.a}").soleReference()).isEmpty();
    }

    // Templates

    @Test
    void aTemplateIsItsPartsInTheOrderOfTheText() throws Exception {
        Template template = Template.parse("jdbc:${secrets.HOST}/$${secrets.x}${secrets:vault:db#user}");

        assertThat(template.parts())
                .containsExactly(
                        new Literal("jdbc:"),
                        new Placeholder(Reference.to("HOST"), "${secrets.HOST}", 5),
                        new Literal("/"),
                        new Escape("$${secrets."),
                        new Literal("x}"),
                        new Placeholder(
                                new Reference("vault", "db", "user", null, null), "${secrets:vault:db#user}", 34));
    }

    @Test
    void theReferencesOfATemplateAreDistinctAndInTheOrderOfTheirFirstPlace() throws Exception {
        assertThat(Template.parse("${secrets.b}${secrets.a}${secrets.b}${secrets.a@1}")
                        .references())
                .containsExactly(Reference.to("b"), Reference.to("a"), new Reference(null, "a", null, "1", null));
    }

    @Test
    void aSoleReferenceHasNoTextAroundIt() throws Exception {
        assertThat(Template.parse("${secrets.a}").soleReference()).contains(Reference.to("a"));
        assertThat(Template.parse("${secrets.a} ").soleReference()).isEmpty();
        assertThat(Template.parse("${secrets.a}${secrets.a}").soleReference()).isEmpty();
        assertThat(Template.parse("a").soleReference()).isEmpty();
        assertThat(Template.parse("").soleReference()).isEmpty();
    }

    @Test
    void aValueThatLooksLikeAReferenceIsNotScannedAgain() throws Exception {
        Template template = Template.parse("${secrets.a}|${secrets.b}");

        assertThat(template.render(reference -> "${secrets.b}$${secrets.c}$"))
                .isEqualTo("${secrets.b}$${secrets.c}$|${secrets.b}$${secrets.c}$");
    }

    @Test
    void valuesAreAskedForOncePerPlaceInTheOrderOfTheText() throws Exception {
        List<String> asked = new ArrayList<>();

        Template.parse("${secrets.b} ${secrets.a} ${secrets.b}").render(reference -> {
            asked.add(reference.path());
            return "";
        });

        assertThat(asked).containsExactly("b", "a", "b");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without NullAway may do
    void aMissingValueIsAnErrorAndNotTheWordNull() throws Exception {
        Template template = Template.parse("${secrets.a}");

        assertThatNullPointerException()
                .isThrownBy(() -> template.render(reference -> null))
                .withMessage("${secrets.a}");
    }

    @Test
    void aTemplatePrintsAsItsText() throws Exception {
        assertThat(Template.parse("a$${secrets.b}${secrets.c:-\\}}")).hasToString("a$${secrets.b}${secrets.c:-\\}}");
    }

    private static Reference reference(String text) throws MalformedReferenceException {
        Template template = Template.parse(text);
        assertThat(Template.mayHoldReference(text)).isTrue();
        assertThat(template.hasReferences()).isTrue();
        @Nullable Reference reference = template.soleReference().orElse(null);
        assertThat(reference).as("the sole reference of %s", text).isNotNull();
        return Objects.requireNonNull(reference);
    }

    private static String render(String text) throws MalformedReferenceException {
        return Template.parse(text).render(reference -> "<" + reference.path() + ">");
    }
}
