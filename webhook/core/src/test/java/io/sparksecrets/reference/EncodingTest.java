package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class EncodingTest {

    private static final String EVERY_CHARACTER_OF_LATIN_1 = everyCharacterOfLatin1() + "€😀";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiterString = " -> ", textBlock = """
                    s3&k%ey+1    -> s3%26k%25ey%2B1
                    100%         -> 100%25
                    a b          -> a%20b
                    aZ09-._~     -> aZ09-._~
                    !*'()        -> %21%2A%27%28%29
                    pässwörd     -> p%C3%A4ssw%C3%B6rd
                    😀           -> %F0%9F%98%80
                    ``           -> ``
                    """)
    void urlEncodesAllButTheUnreservedCharacters(String value, String encoded) {
        assertThat(encode(Encoding.URL, value)).isEqualTo(encoded);
    }

    @Test
    void urlIsReadBackByFormDecodersAndByThoseThatLeaveThePlusSignAlone() throws Exception {
        String encoded = encode(Encoding.URL, EVERY_CHARACTER_OF_LATIN_1);

        assertThat(encoded).matches("(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*");
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(EVERY_CHARACTER_OF_LATIN_1);
        assertThat(new java.net.URI("http://u:" + encoded + "@h/").getUserInfo())
                .isEqualTo("u:" + EVERY_CHARACTER_OF_LATIN_1);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiterString = " -> ", textBlock = """
                    p"a          -> p\\"a
                    a\\b          -> a\\\\b
                    `a\nb\r\tc`  -> a\\nb\\r\\tc
                    `\u0001\u001F` -> \\u0001\\u001F
                    a/b'<ä😀     -> a/b'<ä😀
                    """)
    void jsonEscapesWhatAJsonStringCannotHold(String value, String encoded) {
        assertThat(encode(Encoding.JSON, value)).isEqualTo(encoded);
    }

    @Test
    void jsonIsReadBackByAJsonParser() {
        String text = "{\"p\":\"" + encode(Encoding.JSON, EVERY_CHARACTER_OF_LATIN_1) + "\"}";

        assertThat(JsonMapper.shared()
                        .readTree(new StringReader(text))
                        .path("p")
                        .stringValue())
                .isEqualTo(EVERY_CHARACTER_OF_LATIN_1);
    }

    @Test
    void base64IsThatOfOneLineWithPadding() {
        assertThat(encode(Encoding.BASE64, "a")).isEqualTo("YQ==");
        assertThat(encode(Encoding.BASE64, "~~?")).isEqualTo("fn4/");
        assertThat(encode(Encoding.BASE64, "x".repeat(300))).hasSize(400).doesNotContain("\n");
        assertThat(Base64.getDecoder().decode(encode(Encoding.BASE64, EVERY_CHARACTER_OF_LATIN_1)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(EVERY_CHARACTER_OF_LATIN_1);
    }

    @Test
    void aValueIsReadBackAsItWas() {
        for (Encoding encoding : Encoding.values()) {
            for (String value : new String[] {EVERY_CHARACTER_OF_LATIN_1, "", "a\\u0041", "\uFEFFa\n", "+ %2B"}) {
                assertThat(encoding.decode(SecretValue.of(encode(encoding, value)))
                                .reveal())
                        .as("%s", encoding)
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void anEncodedValueIsAsHiddenAsTheValue() {
        for (Encoding encoding : Encoding.values()) {
            assertThat(encoding.encode(SecretValue.of("hunter2"))).hasToString("SecretValue[redacted]");
        }
    }

    private static String encode(Encoding encoding, String value) {
        return encoding.encode(SecretValue.of(value)).reveal();
    }

    private static String everyCharacterOfLatin1() {
        StringBuilder text = new StringBuilder();
        for (char c = 0; c < 0x100; c++) {
            text.append(c);
        }
        return text.toString();
    }
}
