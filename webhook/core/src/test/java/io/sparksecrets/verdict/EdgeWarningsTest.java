package io.sparksecrets.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.Encoding;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The edges are those of the value as it is stored, however a reference asks for it. */
class EdgeWarningsTest {

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void anEncodingDoesNotHideThem(Encoding encoding) {
        assertThat(warnings(encoding, "pass-word\n"))
                .singleElement()
                .asString()
                .startsWith("env A: the value of the secret \"PW\" ends in a newline")
                .doesNotContain("pass-word");
        assertThat(warnings(encoding, "\uFEFFpass-word"))
                .singleElement()
                .asString()
                .contains("begins with a byte order mark");
        assertThat(warnings(encoding, "pass-word")).isEmpty();
        assertThat(warnings(encoding, "first\nsecond\n")).isEmpty();
    }

    @Test
    void aDefaultIsWrittenAsItIsAndIsNoBusinessOfOurs() {
        for (Encoding encoding : Encoding.values()) {
            Reference reference = new Reference(null, "PW", null, null, encoding, "%zz\\\n");
            ReferencePlaces places = new ReferencePlaces();
            places.add(reference, "env A");

            assertThat(EdgeWarnings.of(places, any -> SecretValue.of("%zz\\\n")))
                    .as("%s", encoding)
                    .isEmpty();
        }
    }

    private static List<String> warnings(Encoding encoding, String stored) {
        Reference reference = new Reference(null, "PW", null, null, encoding, null);
        ReferencePlaces places = new ReferencePlaces();
        places.add(reference, "env A");
        return EdgeWarnings.of(places, any -> encoding.encode(SecretValue.of(stored)));
    }
}
