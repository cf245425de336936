package io.sparksecrets.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparksecrets.pod.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPolicyTest {

    private static final List<AccessRule> RULES = List.of(
            rule(List.of("sales"), List.of("spark"), List.of("sales/**"), List.of()),
            rule(List.of("team-*"), List.of(), List.of("{namespace}/**", "SHARED_*"), List.of()),
            rule(List.of("sales", "audit"), List.of("*-reader", "root"), List.of("**"), List.of("vault", "test-*")));

    @ParameterizedTest(name = "{0}/{1} {2} {3}: rule {4}")
    @CsvSource(textBlock = """
                    sales,    spark,      database, sales/db/URL,   1
                    sales,    spark,      vault,    sales/KEY,      1
                    sales,    spark,      database, sales,          0
                    sales,    spark,      database, SHARED_KEY,     0
                    sales,    default,    database, sales/KEY,      0
                    Sales,    spark,      database, sales/KEY,      0
                    team-a,   anything,   database, team-a/KEY,     2
                    team-a,   anything,   database, team-b/KEY,     0
                    team-a,   anything,   any,      SHARED_KEY,     2
                    team,     anything,   any,      SHARED_KEY,     0
                    audit,    x-reader,   vault,    any/path,       3
                    audit,    x-reader,   test-1,   any/path,       3
                    audit,    x-reader,   database, any/path,       0
                    audit,    root,       vault,    KEY,            3
                    audit,    reader,     vault,    KEY,            0
                    sales,    root,       vault,    sales/KEY,      3
                    unknown,  spark,      vault,    KEY,            0
                    """)
    void theFirstRuleThatMatchesWorkloadStoreAndPathAllows(
            String namespace, String serviceAccount, String store, String path, int rule) {
        AccessDecision decision = AccessPolicy.of(RULES).decide(new Workload(namespace, serviceAccount), store, path);

        if (rule == 0) {
            assertThat(decision).isInstanceOf(AccessDecision.Denied.class);
        } else {
            assertThat(decision).isEqualTo(new AccessDecision.Allowed(rule));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = """
                    DB_PASSWORD,       true
                    sales/DB_PASSWORD, true
                    sales/a/b/c,       true
                    other/DB_PASSWORD, false
                    sales-eu/KEY,      false
                    """)
    void byDefaultANamespaceMayUseTheRootAndTheFolderThatBearsItsName(String path, boolean allowed) {
        AccessDecision decision =
                AccessPolicy.of(AccessPolicy.DEFAULT_RULES).decide(new Workload("sales", "any"), "database", path);

        assertThat(decision instanceof AccessDecision.Allowed).isEqualTo(allowed);
    }

    @Test
    void withoutRulesEverythingIsDenied() {
        assertThat(AccessPolicy.of(List.of()).decide(new Workload("sales", "spark"), "database", "KEY"))
                .isInstanceOf(AccessDecision.Denied.class);
    }

    @Test
    void aDenialSaysWhatTheWorkloadMayUseAndWhatWouldHaveToBeAllowed() {
        assertThat(AccessPolicy.of(RULES).decide(new Workload("team-a", "spark"), "vault", "team-b/db/PASSWORD"))
                .isEqualTo(
                        new AccessDecision.Denied(
                                "no rule lets service account team-a/spark use \"team-b/db/PASSWORD\" of store \"vault\";"
                                        + " it may use \"team-a/**\", \"SHARED_*\"; a platform engineer can allow it with the access rule"
                                        + " {namespaces: [\"team-a\"], serviceAccounts: [\"spark\"], secrets: [\"team-b/db/PASSWORD\"], stores: [\"vault\"]}"));
        assertThat(AccessPolicy.of(RULES).decide(new Workload("nobody", "spark"), "vault", "KEY"))
                .isInstanceOfSatisfying(
                        AccessDecision.Denied.class,
                        denied -> assertThat(denied.why()).contains("; it may use none of that store;"));
    }

    @Test
    void theRuleThatADenialProposesAllows() {
        Workload workload = new Workload("sales", "spark");
        AccessRule proposed = rule(List.of("sales"), List.of("spark"), List.of("other/KEY"), List.of("vault"));

        assertThat(AccessPolicy.of(List.of()).decide(workload, "vault", "other/KEY"))
                .isInstanceOfSatisfying(
                        AccessDecision.Denied.class,
                        denied -> assertThat(denied.why())
                                .contains(
                                        "{namespaces: [\"sales\"], serviceAccounts: [\"spark\"], secrets: [\"other/KEY\"], stores: [\"vault\"]}"));
        assertThat(AccessPolicy.of(List.of(proposed)).decide(workload, "vault", "other/KEY"))
                .isEqualTo(new AccessDecision.Allowed(1));
    }

    @Test
    void aDenialShowsFiveGlobsAtMost() {
        List<String> many = List.of("A1", "A2", "A3", "A4", "A5", "A6");

        assertThat(AccessPolicy.of(List.of(rule(List.of("*"), List.of(), many, List.of())))
                        .decide(new Workload("sales", "spark"), "vault", "KEY"))
                .isInstanceOfSatisfying(
                        AccessDecision.Denied.class,
                        denied ->
                                assertThat(denied.why()).contains("\"A5\", …;").doesNotContain("A6"));
    }

    @Test
    void everyBadEntryOfEveryRuleIsNamed() {
        List<AccessRule> bad = List.of(
                rule(List.of("ok"), List.of(), List.of("ok/**"), List.of()),
                rule(List.of("a/b"), List.of("x y"), List.of("team/**x", "ok", "{ns}/*"), List.of("{store}")),
                rule(List.of(), List.of(), List.of(), List.of()));

        assertThatExceptionOfType(InvalidAccessRulesException.class)
                .isThrownBy(() -> AccessPolicy.of(bad))
                .withMessageContaining("access rule 2, namespaces: \"a/b\" is no name")
                .withMessageContaining("access rule 2, serviceAccounts: \"x y\" is no name")
                .withMessageContaining("access rule 2, secrets: \"team/**x\" has \"**\" beside other text")
                .withMessageContaining(
                        "access rule 2, secrets: \"{ns}/*\" has braces; the only placeholder is {namespace}")
                .withMessageContaining("access rule 2, stores: \"{store}\" is no name")
                .withMessageContaining("access rule 3 names no namespaces")
                .withMessageContaining("access rule 3 names no secrets")
                .withMessageNotContaining("access rule 1");
    }

    private static AccessRule rule(
            List<String> namespaces, List<String> serviceAccounts, List<String> secrets, List<String> stores) {
        return new AccessRule(namespaces, serviceAccounts, secrets, stores);
    }
}
