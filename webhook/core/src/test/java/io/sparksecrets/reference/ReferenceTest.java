package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

    @Test
    void aReferencePrintsAsTheTextThatParsesToIt() throws Exception {
        for (Reference reference : everyCombinationOfParts()) {
            assertThat(Template.parse(reference.toString()).soleReference())
                    .as(reference.toString())
                    .contains(reference);
        }
    }

    @Test
    void thePartsPrintInTheOrderOfTheGrammar() {
        assertThat(new Reference("vault", "team/db", "user", "3", Encoding.URL, "{}"))
                .hasToString("${secrets:vault:team/db#user@3|url:-{\\}}");
        assertThat(new Reference(null, "KEY", null, null, Encoding.BASE64, null))
                .hasToString("${secrets.KEY|base64}");
        assertThat(Reference.to("KEY")).hasToString("${secrets.KEY}");
    }

    @Test
    void referencesWithEqualPartsAreEqual() {
        assertThat(Reference.to("KEY")).isEqualTo(new Reference(null, "KEY", null, null, null));
        assertThat(new Reference(null, "KEY", null, null, "")).isNotEqualTo(Reference.to("KEY"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "/", "a/", "/a", "a//b", "-a", ".a", "a/.", "a/../b", "a b", "a}", "ä", "a#b", "a\n"})
    void aReferenceCannotBeMadeWithWhatIsNoPath(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reference.to(path))
                .withMessage("not the path of a reference");
    }

    @Test
    void aReferenceCannotBeMadeWithAPathThatIsTooLong() {
        assertThat(Reference.to("a".repeat(253)).path()).hasSize(253);
        assertThatIllegalArgumentException().isThrownBy(() -> Reference.to("a".repeat(254)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a/b", "a:b", "a b", "ä"})
    void aReferenceCannotBeMadeWithWhatIsNoStore(String store) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reference(store, "KEY", null, null, null))
                .withMessage("not the store of a reference");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "a#b", "ä"})
    void aReferenceCannotBeMadeWithWhatIsNoField(String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reference(null, "KEY", field, null, null))
                .withMessage("not the field of a reference");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "000", "-1", "a", "1.2", "٣", "1000000000000000000"})
    void aReferenceCannotBeMadeWithWhatIsNoVersion(String version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reference(null, "KEY", null, version, null))
                .withMessage("not the version of a reference");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "a\\", "${secrets.b}", "x${secrets:b"})
    void aReferenceCannotBeMadeWithADefaultThatCannotBeWritten(String defaultText) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reference(null, "KEY", null, null, defaultText))
                .withMessage("not the default of a reference");
    }

    @Test
    void theNameOfAReferenceInAMessageHasNoDefault() {
        for (Reference reference : everyCombinationOfParts()) {
            assertThat(reference.withoutDefault())
                    .isEqualTo(new Reference(
                            reference.store(),
                            reference.path(),
                            reference.field(),
                            reference.version(),
                            reference.encoding(),
                            null));
        }
    }

    @Test
    void aReferenceInAnotherEncodingIsToTheSameValue() {
        assertThat(new Reference("vault", "db", "user", "3", Encoding.JSON, "a%2Fb").encodedAs(Encoding.URL))
                .hasToString("${secrets:vault:db#user@3|url}");
    }

    private static List<Reference> everyCombinationOfParts() {
        List<Reference> references = new ArrayList<>();
        for (String store : new String[] {null, "vault", "-"}) {
            for (String path : new String[] {"KEY", "team/db/KEY", "a..-/_"}) {
                for (String field : new String[] {null, "user", ".-"}) {
                    for (String version : new String[] {null, "3", "007"}) {
                        for (String text :
                                new String[] {null, "", "}", "\\}", "{}}", "a\\b", ":-#@", "\n", "${x", "|url"}) {
                            references.add(new Reference(store, path, field, version, text));
                            for (Encoding encoding : Encoding.values()) {
                                references.add(new Reference(store, path, field, version, encoding, text));
                            }
                        }
                    }
                }
            }
        }
        return references;
    }
}
