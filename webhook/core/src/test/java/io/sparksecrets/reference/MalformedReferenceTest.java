package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each mistake, with the place it is found at and the words the person who made it reads. */
class MalformedReferenceTest {

    private static final String NAMES = "a name holds letters (a-z, A-Z), digits, \"_\", \"-\" and \".\"";
    private static final String SHORT_PATH = "it begins with a letter, a digit or \"_\", as in ${secrets.DB_PASSWORD}";
    private static final String LONG_PATH =
            "it begins with a letter, a digit or \"_\", as in ${secrets:vault:team/DB_PASSWORD}";
    private static final String STORE =
            "a store is named as in ${secrets:vault:KEY}, and ${secrets.KEY} means the default store";
    private static final String ORDER =
            "the order is ${secrets.path#field@version|encoding:-default}, and only the path is required";
    private static final String NEWEST = "for the newest version leave \"@\" out";

    // The whole message

    @Test
    void theMessageSaysWhereAndWhyAndWhatIsRight() {
        assertThat(mistake("password=${secrets.DB PASS}"))
                .hasMessage("malformed reference at character 10, \"${secrets.DB ...\": "
                        + "a blank at character 22 where \"}\" is expected; " + NAMES);
    }

    @Test
    void theMistakeKnowsWhereTheReferenceBeginsAndWhereItBreaks() {
        MalformedReferenceException mistake = mistake("password=${secrets.DB PASS}");

        assertThat(mistake.start()).isEqualTo(9);
        assertThat(mistake.position()).isEqualTo(21);
    }

    @Test
    void peopleCountCharactersAndProgramsCountUtf16Units() {
        MalformedReferenceException mistake = mistake("😀😀${secrets.a b}");

        assertThat(mistake)
                .hasMessageStartingWith(
                        "malformed reference at character 3, \"${secrets.a ...\": a blank at character 14 ");
        assertThat(mistake.start()).isEqualTo(4);
        assertThat(mistake.position()).isEqualTo(15);
    }

    @Test
    void theFirstOfManyMistakesIsTheOneThatIsReported() {
        assertThat(mistake("${secrets.a} ${secrets.} ${secrets. }").start()).isEqualTo(13);
    }

    @Test
    void whatFollowsTheMistakeIsNeverQuoted() {
        assertThat(mistake("${secrets.HOST?password=hunter2}"))
                .hasMessageStartingWith("malformed reference at character 1, \"${secrets.HOST?...\": ");
        assertThat(mistake("${secrets.HOST?password=hunter2}").getMessage()).doesNotContain("hunter2");
    }

    @Test
    void nothingOfADefaultIsEverQuoted() {
        assertThat(mistake("${secrets.a:-hunter2").getMessage()).doesNotContain("hunter2");
        assertThat(mistake("${secrets.a:-hunter2 ${secrets.b}").getMessage()).doesNotContain("hunter2");
    }

    @Test
    void aLongQuotationIsShortenedInItsMiddle() {
        assertThat(mistake("${secrets." + "a".repeat(100) + "b c}"))
                .hasMessageStartingWith("malformed reference at character 1, \"${secrets." + "a".repeat(18) + "..."
                        + "a".repeat(23) + "b ...\": a blank at character 112 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\r", "\t", "\u0000", "\u001B", "\u202E", "\u2028", "\uFEFF", "\uD83D", "\u00A0", "ä", "😀"
            })
    void theMessageIsOneLineWithoutInvisibleCharacters(String character) {
        assertThat(mistake("${secrets.a" + character + "b}").getMessage())
                .doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}\\u00A0]");
    }

    // The name of the character that was found

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', textBlock = """
                    ` `      -> a blank
                    `\t`     -> a tab
                    `\n`     -> a line break
                    `\r`     -> a line break
                    `"`      -> a double quote
                    `'`      -> "'"
                    `%`      -> "%"
                    `\u0000` -> the character U+0000 (NULL)
                    `\u00A0` -> the character U+00A0 (NO-BREAK SPACE)
                    `\u200B` -> the character U+200B (ZERO WIDTH SPACE)
                    `\uD83D` -> the character U+D83D (HIGH SURROGATES D83D)
                    `\uE000` -> the character U+E000 (PRIVATE USE AREA E000)
                    `\u0378` -> the character U+0378
                    `а`      -> "а", the character U+0430 (CYRILLIC SMALL LETTER A)
                    `–`      -> "–", the character U+2013 (EN DASH)
                    `😀`     -> "😀", the character U+1F600 (GRINNING FACE)
                    """)
    void aCharacterThatLooksLikeAnotherIsCalledByItsName(String character, String name) {
        assertThat(mistake("${secrets.a" + character + "b}").getMessage())
                .contains("\": " + name + " at character 12 where ");
    }

    // The path

    @Test
    void aReferenceWithoutAPathIsMalformed() {
        assertMistake("${secrets.}", 10, "\"}\" at character 11 where the path of a secret is expected; " + SHORT_PATH);
        assertMistake("${secrets.", 10, "the text ends where the path of a secret is expected; " + SHORT_PATH);
        assertMistake(
                "${secrets:vault:}", 16, "\"}\" at character 17 where the path of a secret is expected; " + LONG_PATH);
        assertMistake("${secrets:vault:", 16, "the text ends where the path of a secret is expected; " + LONG_PATH);
        assertMistake(
                "${secrets.#f}", 10, "\"#\" at character 11 where the path of a secret is expected; " + SHORT_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", ".", "/", "$", "{", "<", "*"})
    void aPathBeginsWithALetterADigitOrAnUnderscore(String first) {
        assertMistake(
                "${secrets." + first + "KEY}",
                10,
                "\"" + first + "\" at character 11 where the path of a secret is expected; " + SHORT_PATH);
    }

    @Test
    void aBlankBeforeThePathIsMalformed() {
        assertMistake(
                "${secrets. KEY}", 10, "a blank at character 11 where the path of a secret is expected; " + SHORT_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "-", ".", "}", "#", "@", ":"})
    void everyPartOfAPathBeginsWithALetterADigitOrAnUnderscore(String first) {
        assertMistake(
                "${secrets.team/" + first + "KEY}",
                15,
                "\"" + first + "\" at character 16 where the next part of the path is expected; " + SHORT_PATH);
    }

    @Test
    void aPathThatClimbsIsMalformed() {
        assertMistake(
                "${secrets.team/../KEY}",
                15,
                "\".\" at character 16 where the next part of the path is expected; " + SHORT_PATH);
    }

    @Test
    void aTextThatEndsWithinAPathIsMalformed() {
        assertMistake(
                "${secrets.team/", 15, "the text ends where the next part of the path is expected; " + SHORT_PATH);
        assertMistake("${secrets.team", 14, "the text ends where \"}\" is expected; as in ${secrets.DB_PASSWORD}");
    }

    @Test
    void aPathOf254CharactersIsTooLong() {
        assertMistake(
                "${secrets." + "a".repeat(254) + "}", 10 + 253, "the path has 254 characters, and 253 are allowed");
        assertMistake(
                "${secrets:vault:" + "a/".repeat(500) + "b}",
                16 + 253,
                "the path has 1001 characters, and 253 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\\", "%", "!", "*", "+", "=", "(", "<", "~", "&", "?"})
    void aNameHoldsLettersDigitsUnderscoresDashesAndDotsOnly(String other) {
        MalformedReferenceException mistake = mistake("${secrets.A" + other + "B}");

        assertThat(mistake.position()).isEqualTo(11);
        assertThat(mistake).hasMessageEndingWith(" at character 12 where \"}\" is expected; " + NAMES);
    }

    // The closing brace

    @Test
    void aReferenceThatIsNotClosedBeforeTheNextIsMalformed() {
        assertMistake(
                "${secrets.A${secrets.B}", 11, "\"$\" at character 12 where \"}\" is expected; is \"}\" missing?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "{", ",", ";"})
    void aReferenceThatIsNotClosedBeforeTheTextGoesOnIsMalformed(String next) {
        assertMistake(
                "${secrets.A" + next,
                11,
                "\"" + next + "\" at character 12 where \"}\" is expected; is \"}\" missing?");
    }

    @Test
    void aReferenceThatIsNotClosedBeforeTheQuoteIsMalformed() {
        assertMistake(
                "{\"a\": \"${secrets.A\"}",
                18,
                "a double quote at character 19 where \"}\" is expected; is \"}\" missing?");
    }

    // The order of the parts

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${secrets.a@3#f}",
                "${secrets.a#f#g}",
                "${secrets.a@1@2}",
                "${secrets.a#f/b}",
                "${secrets.a@1#f|url}",
                "${secrets.a@1/b}"
            })
    void thePartsAreGivenOnceAndInTheirOrder(String text) {
        assertThat(mistake(text).position()).isEqualTo(13);
        assertThat(mistake(text)).hasMessageEndingWith(" at character 14 where \"}\" is expected; " + ORDER);
    }

    // The store

    @Test
    void theLongFormNeedsAStore() {
        assertMistake("${secrets:}", 10, "\"}\" at character 11 where the name of a store is expected; " + STORE);
        assertMistake("${secrets::KEY}", 10, "\":\" at character 11 where the name of a store is expected; " + STORE);
        assertMistake("${secrets:", 10, "the text ends where the name of a store is expected; " + STORE);
        assertMistake(
                "${secrets: vault:KEY}", 10, "a blank at character 11 where the name of a store is expected; " + STORE);
    }

    @Test
    void theLongFormNeedsAPathAfterTheStore() {
        assertMistake("${secrets:KEY}", 13, "\"}\" at character 14 where \":\" and a path is expected; " + STORE);
        assertMistake("${secrets:KEY", 13, "the text ends where \":\" and a path is expected; " + STORE);
        assertMistake("${secrets:vault.KEY}", 15, "\".\" at character 16 where \":\" and a path is expected; " + STORE);
        assertMistake("${secrets:team/KEY}", 14, "\"/\" at character 15 where \":\" and a path is expected; " + STORE);
    }

    @ParameterizedTest
    @CsvSource({"${secrets:-none}, 15", "${secrets:=none}, 10", "${secrets:?none}, 10", "${secrets:+none}, 10"})
    void aShellVariableCalledSecretsIsToBeEscaped(String text, int position) {
        assertThat(mistake(text).position()).isEqualTo(position);
        assertThat(mistake(text))
                .hasMessageEndingWith(" is expected; for a shell variable called secrets, write $${secrets:");
    }

    // The field

    @Test
    void aFieldNeedsAName() {
        String example = "where the name of a field is expected; as in ${secrets.db#user}";

        assertMistake("${secrets.a#}", 12, "\"}\" at character 13 " + example);
        assertMistake("${secrets.a#@1}", 12, "\"@\" at character 13 " + example);
        assertMistake("${secrets.a# f}", 12, "a blank at character 13 " + example);
        assertMistake("${secrets.a#", 12, "the text ends " + example);
    }

    @Test
    void theNameOfAFieldIsAName() {
        assertMistake("${secrets.a#f g}", 13, "a blank at character 14 where \"}\" is expected; " + NAMES);
        assertMistake("${secrets.a#f[0]}", 13, "\"[\" at character 14 where \"}\" is expected; " + NAMES);
    }

    // The version

    @Test
    void aVersionIsANumber() {
        String number = "where a version is expected; it is a number, as in ${secrets.KEY@3}; " + NEWEST;

        assertMistake("${secrets.a@}", 12, "\"}\" at character 13 " + number);
        assertMistake("${secrets.a@latest}", 12, "\"l\" at character 13 " + number);
        assertMistake("${secrets.a@v3}", 12, "\"v\" at character 13 " + number);
        assertMistake("${secrets.a@-1}", 12, "\"-\" at character 13 " + number);
        assertMistake("${secrets.a@", 12, "the text ends " + number);
        assertMistake(
                "${secrets.a@٣}",
                12,
                "\"٣\", the character U+0663 (ARABIC-INDIC DIGIT THREE) at character 13 " + number);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "b", "_", "-"})
    void aVersionHoldsDigitsOnly(String other) {
        assertMistake(
                "${secrets.a@3" + other + "1}",
                13,
                "\"" + other
                        + "\" at character 14 where \"}\" is expected; a version is a number, as in ${secrets.KEY@3}");
    }

    @Test
    void aVersionOf19DigitsIsTooLong() {
        assertMistake("${secrets.a@1000000000000000000}", 12 + 18, "the version has 19 digits, and 18 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "000"})
    void aVersionIsNotZeroBecauseSomeStoresTakeZeroForTheNewest(String zero) {
        assertMistake("${secrets.a@" + zero + "}", 12, "versions count from 1; " + NEWEST);
    }

    // The encoding

    private static final String ENCODINGS = "the encodings are |url, |json and |base64, as in ${secrets.KEY|url}";
    private static final String DEFAULT = "a default is written as in ${secrets.KEY:-none}";

    @ParameterizedTest
    @CsvSource({
        "URL, is |url meant?",
        "urlencode, is |url meant?",
        "uri, is |url meant?",
        "percent, is |url meant?",
        "Json, is |json meant?",
        "jaas, is |json meant?",
        "b64, is |base64 meant?",
        "BASE64, is |base64 meant?",
        "xml, ''",
        "none, ''"
    })
    void anEncodingIsOneOfThreeAndTheOneThatIsMeantIsTold(String name, String meant) {
        assertMistake(
                "${secrets.a|" + name + "}",
                12,
                "no encoding of this name; " + (meant.isEmpty() ? "" : meant + " ") + ENCODINGS + "; " + DEFAULT);
    }

    @Test
    void whatStandsInThePlaceOfAnEncodingIsNotQuotedForItMayBeADefaultThatIsWrittenWrongly() {
        assertThat(mistake("${secrets.a|hunter2}").getMessage()).doesNotContain("hunter2", "unter");
    }

    @Test
    void anEncodingHasAName() {
        String expected = " where an encoding is expected; " + ENCODINGS;

        assertMistake("${secrets.a|}", 12, "\"}\" at character 13" + expected);
        assertMistake("${secrets.a| url}", 12, "a blank at character 13" + expected);
        assertMistake("${secrets.a|", 12, "the text ends" + expected);
        assertMistake("${secrets.a|:-x}", 12, "\":\" at character 13" + expected);
    }

    @Test
    void anEncodingComesAfterFieldAndVersionAndBeforeTheDefault() {
        assertMistake("${secrets.a|url@3}", 15, "\"@\" at character 16 where \"}\" is expected; " + ORDER);
        assertMistake("${secrets.a|url#f}", 15, "\"#\" at character 16 where \"}\" is expected; " + ORDER);
        assertMistake("${secrets.a|url/b}", 15, "\"/\" at character 16 where \"}\" is expected; " + ORDER);
    }

    @Test
    void thereIsOneEncoding() {
        assertMistake(
                "${secrets.a|json|url}",
                16,
                "\"|\" at character 17 where \"}\" is expected; a reference has one encoding");
    }

    @Test
    void anEncodingThatIsNotClosedIsMalformed() {
        assertMistake("${secrets.a|url", 15, "the text ends where \"}\" is expected; as in ${secrets.DB_PASSWORD}");
        assertMistake("${secrets.a|url }", 15, "a blank at character 16 where \"}\" is expected; " + ENCODINGS);
    }

    // The default

    @Test
    void aDefaultFollowsAColonAndADash() {
        String example = " where \"-\" is expected; a default is written as in ${secrets.KEY:-none}; " + STORE;

        assertMistake("${secrets.a:b}", 12, "\"b\" at character 13" + example);
        assertMistake("${secrets.a:=b}", 12, "\"=\" at character 13" + example);
        assertMistake("${secrets.a:}", 12, "\"}\" at character 13" + example);
        assertMistake("${secrets.a:", 12, "the text ends" + example);
        assertMistake("${secrets.a#f@1:b}", 16, "\"b\" at character 17" + example);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "none\\}", "\\", "a\\}b\\}", "$", "${secrets"})
    void aDefaultThatIsNotClosedIsMalformed(String open) {
        assertMistake(
                "${secrets.a:-" + open,
                13 + open.length(),
                "the text ends where \"}\" is expected; the default ends at the first \"}\" without a backslash before it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${secrets.b}", "${secrets:vault:b}", "$${secrets.b}", "${secrets."})
    void aDefaultHoldsNoReferenceNotEvenAnEscapedOne(String nested) {
        int inner = nested.startsWith("$$") ? 16 : 15;

        assertMistake(
                "${secrets.a:-x " + nested + "}",
                inner,
                "another reference begins at character " + (inner + 1)
                        + ", inside the default; references do not nest, is \"}\" missing?");
    }

    private static void assertMistake(String text, int position, String why) {
        MalformedReferenceException mistake = mistake(text);
        assertThat(mistake).hasMessageEndingWith("\": " + why);
        assertThat(mistake.position())
                .as("the position of the mistake in %s", text)
                .isEqualTo(position);
    }

    private static MalformedReferenceException mistake(String text) {
        assertThat(Template.mayHoldReference(text)).isTrue();
        return catchThrowableOfType(MalformedReferenceException.class, () -> Template.parse(text));
    }
}
