package io.sparksecrets.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearMissesTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", textBlock = """
                    ${secret.DB_PASSWORD}          -> ${secrets.DB_PASSWORD}
                    {{secrets/scope/DB_PASSWORD}}  -> ${secrets.scope/DB_PASSWORD}
                    ${{ secrets.DB_PASSWORD }}     -> ${secrets.DB_PASSWORD}
                    ${{secrets.DB_PASSWORD}}       -> ${secrets.DB_PASSWORD}
                    $(secrets.DB_PASSWORD)         -> ${secrets.DB_PASSWORD}
                    ${Secrets.DB_PASSWORD}         -> ${secrets.DB_PASSWORD}
                    ${SECRETS.DB_PASSWORD}         -> ${secrets.DB_PASSWORD}
                    ${SECRET.DB_PASSWORD}          -> ${secrets.DB_PASSWORD}
                    ${secrets/DB_PASSWORD}         -> ${secrets.DB_PASSWORD}
                    ${ secrets.DB_PASSWORD}        -> ${secrets.DB_PASSWORD}
                    ${ secrets.DB_PASSWORD }       -> ${secrets.DB_PASSWORD}
                    $secrets.DB_PASSWORD           -> ${secrets.DB_PASSWORD}
                    $secrets.DB.                   -> ${secrets.DB}
                    $[secrets.DB_PASSWORD]         -> ${secrets.DB_PASSWORD}
                    %{secrets.DB_PASSWORD}         -> ${secrets.DB_PASSWORD}
                    ((secrets.DB_PASSWORD))        -> ${secrets.DB_PASSWORD}
                    {{secret.DB_PASSWORD}}         -> ${secrets.DB_PASSWORD}
                    {{ secrets.team/db }}          -> ${secrets.team/db}
                    ${secret:vault:team/db}        -> ${secrets:vault:team/db}
                    ${secret:DB_PASSWORD}          -> ${secrets.DB_PASSWORD}
                    ${Secret:vault:team/db#user@3} -> ${secrets:vault:team/db#user@3}
                    ${secret.DB|url}               -> ${secrets.DB|url}
                    ${secret.DB#user:-none}        -> ${secrets.DB#user}
                    ${secret.DB PASSWORD}          -> ${secrets.DB}
                    ${secret.DB                    -> ${secrets.DB}
                    """)
    void theRightSpellingIsTold(String text, String right) {
        for (String around : new String[] {"%s", "x%s x", "jdbc:postgresql://db/etl?password=%s&a=b", "\"%s\""}) {
            assertThat(NearMisses.warnings(
                            "env A", around.formatted(text.replace("%", "%%")).replace("%%", "%")))
                    .as(around)
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.where()).isEqualTo("env A"))
                    .extracting(Problem::what)
                    .asString()
                    .endsWith(" is no reference and stays text; write " + right);
        }
    }

    @Test
    void theMessageShowsHowTheNearMissBegins() {
        assertThat(warnings("${{  secrets.DB_PASSWORD }}"))
                .containsExactly(
                        "env A: \"${{ secrets.…\" is no reference and stays text; write ${secrets.DB_PASSWORD}");
    }

    @Test
    void nothingOfADefaultOrOfTheTextAroundIsQuoted() {
        assertThat(warnings("hunter1${secret.X:-hunter2}hunter3").toString()).doesNotContain("hunter");
        assertThat(warnings("${secret.X hunter2}").toString()).doesNotContain("hunter");
        assertThat(warnings("${secret.X=hunter2").toString()).doesNotContain("hunter");
    }

    @Test
    void eachNearMissIsToldOnce() {
        assertThat(warnings("${secret.A} $secrets.B ${secret.A}")).hasSize(2);
    }

    @Test
    void aNearMissBesideAReferenceIsToldToo() {
        assertThat(warnings("${secrets.A}:${secret.B}:${secrets:vault:C}")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "${secrets.X}",
                "${secrets:vault:X}",
                "${secrets.}",
                "${secrets.X",
                "${secrets.X }",
                "$${secrets.X}",
                "$${secret.X}",
                "$$(secrets.X)",
                "\\$secrets.X",
                "$(MY_SECRET)",
                "$(SECRET)",
                "$(SPARK_SECRETS_0)",
                "${SPARK_SECRETS_0}",
                "${env:SECRET}",
                "${spark.secret.x}",
                "${spark.app.name}",
                "${secretsManager.X}",
                "${secrets-manager:x}",
                "${aws:secrets.X}",
                "{{ .Values.secrets.x }}",
                "{{ include \"secrets.x\" . }}",
                "{{- with secret \"secret/data/db\" -}}",
                "{secrets.token_hex()}",
                "secrets.X",
                "/etc/secrets/db",
                "secrets/X",
                "${secrets}",
                "$secrets",
                "$secrets/db",
                "${secret:-x}",
                "${secret:?no secret}",
                "secrets=/run/x; cat $secrets.txt ${secrets/x/y}",
                "for secret in a b; do cat $secret.txt; done",
                "<secrets.X>",
                "vault kv get secret/data/x"
            })
    void whatIsNoNearMissIsNotWarnedOf(String text) {
        assertThat(NearMisses.warnings("env A", text)).isEmpty();
    }

    @Test
    void aLongTextTakesNoLongTime() {
        String hostile = "${ secret".repeat(100_000) + "$secrets.a".repeat(20_000) + "{{ ".repeat(50_000);

        assertThat(NearMisses.warnings("env A", hostile)).hasSize(1);
    }

    private static List<String> warnings(String text) {
        return NearMisses.warnings("env A", text).stream()
                .map(Problem::toString)
                .toList();
    }
}
