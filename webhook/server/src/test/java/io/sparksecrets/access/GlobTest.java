package io.sparksecrets.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(textBlock = """
                    KEY,                KEY,              true
                    KEY,                key,              false
                    KEY,                KEYS,             false
                    KEY,                team/KEY,         false
                    team.x/a-b,         team.x/a-b,       true
                    team.x,             teamAx,           false
                    *,                  KEY,              true
                    *,                  team/KEY,         false
                    DB_*,               DB_PASSWORD,      true
                    DB_*,               DB_,              true
                    DB_*,               ADB_X,            false
                    *_PASSWORD,         DB_PASSWORD,      true
                    *_PASSWORD,         DB_PASSWORDS,     false
                    a*a,                a,                false
                    a*a,                aa,               true
                    a*b*c,              aXbYc,            true
                    a*b*c,              abc,              true
                    a*b*c,              acb,              false
                    a*bb*b,             abbb,             true
                    a*bb*b,             abb,              false
                    a*b*bc,             abc,              false
                    team/*,             team/db,          true
                    team/*,             team,             false
                    team/*,             team/db/URL,      false
                    team/*/URL,         team/db/URL,      true
                    team/*/URL,         team/URL,         false
                    */URL,              team/URL,         true
                    **,                 KEY,              true
                    **,                 a/b/c,            true
                    team/**,            team,             false
                    team/**,            team/db,          true
                    team/**,            team/db/URL,      true
                    team/**,            teams/db,         false
                    **/URL,             URL,              true
                    **/URL,             a/b/URL,          true
                    **/URL,             a/URLS,           false
                    team/**/URL,        team/URL,         true
                    team/**/URL,        team/a/b/URL,     true
                    team/**/URL,        team/a/b/c,       false
                    **/a/**,            a/x,              true
                    **/a/**,            b/a/x/y,          true
                    **/a/**,            b/a,              false
                    **/**,              a,                true
                    {namespace}/**,     sales/KEY,        true
                    {namespace}/**,     sales,            false
                    {namespace}/**,     sales-eu/KEY,     false
                    {namespace}/**,     other/KEY,        false
                    {namespace}-*/KEY,  sales-eu/KEY,     true
                    ns-{namespace}/KEY, ns-sales/KEY,     true
                    {namespace},        sales,            true
                    """)
    void aGlobMatchesAPath(String glob, String path, boolean expected) {
        assertThat(Glob.ofPaths(glob).matches(path, "sales"))
                .as("%s matches %s", glob, path)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                "a**",
                "**a",
                "***",
                "a/b**/c",
                "{ns}/**",
                "{namespace",
                "namespace}",
                "{{namespace}}",
                "${namespace}/**",
                "a b",
                "é",
                "-a",
                ".a",
                "a?",
                "[ab]",
                "a\\b",
                "a\n",
                "${secrets.A}"
            })
    void aBadGlobIsRefusedByName(String glob) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Glob.ofPaths(glob))
                .withMessageStartingWith("\"" + glob + "\" ");
    }

    @Test
    void aGlobThatIsTooLongIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Glob.ofPaths("a".repeat(301)))
                .withMessageContaining("1 to 300 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "**", "{namespace}", "a b", "é"})
    void aBadPatternOfNamesIsRefusedByName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Glob.ofNames(name))
                .withMessageStartingWith("\"" + name + "\" is no name");
    }

    @Test
    void aNamespaceIsNeverReadAsAPattern() {
        assertThat(Glob.ofPaths("{namespace}/KEY").matches("other/KEY", "*")).isFalse();
        assertThat(Glob.ofPaths("{namespace}/KEY").matches("other/x/KEY", "**")).isFalse();
    }

    /** A backtracking matcher would not come back in the life of the universe, so the limit is no measurement. */
    @Test
    void manyAsterisksTakeNoTime() {
        Glob segments = Glob.ofPaths("**/a/".repeat(50) + "b");
        Glob characters = Glob.ofPaths("*a".repeat(140) + "*b");

        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            assertThat(segments.matches("a/".repeat(126) + "a", "ns")).isFalse();
            assertThat(characters.matches("a".repeat(253), "ns")).isFalse();
        });
    }
}
