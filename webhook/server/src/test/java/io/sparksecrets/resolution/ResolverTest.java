package io.sparksecrets.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparksecrets.access.AccessPolicy;
import io.sparksecrets.access.AccessRule;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.LeasedStores;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.reference.Template;
import io.sparksecrets.store.ForwardingSecretStore;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.Recipient;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretStoreInMemory;
import io.sparksecrets.store.database.EmbeddedDatabase;
import io.sparksecrets.testing.CapturedLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolverTest {

    private static final Workload SALES = new Workload("sales", "spark");
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Time enough for a store that answers at once. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final SecretStoreInMemory database = new SecretStoreInMemory("database");
    private final SecretStoreInMemory vault = new SecretStoreInMemory("vault");
    private final Resolver resolver =
            new Resolver(List.of(database, vault), "database", () -> AccessPolicy.of(AccessPolicy.DEFAULT_RULES));

    @Test
    void everyReferenceGetsItsValueFromTheStoreItMeans() {
        database.put("KEY", "short");
        database.put("sales/JSON", "{\"user\": \"u\"}");
        vault.putFields("KEY", Map.of("value", "v", "user", "w"));

        assertThat(
                        values(
                                "${secrets.KEY} ${secrets:database:KEY} ${secrets:vault:KEY} ${secrets:vault:KEY#user} ${secrets.sales/JSON#user}"))
                .containsExactly("short", "short", "v", "w", "u");
    }

    @Test
    void credentialsAreReadForTheirRecipientAndEverythingElseForWhoeverAsks() {
        database.put("KEY", "short");
        vault.putFields("reader", Map.of("username", "u", "password", "p"));
        Recipient executor = new Recipient("exec-1", Optional.of("app"));

        Resolution resolution = leasing(1)
                .resolve(
                        SALES,
                        references("${secrets.KEY} ${secrets:vault:reader#username} ${secrets:vault:reader#password}"),
                        LONG,
                        Optional.of(executor));

        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        assertThat(reads(database)).containsExactly(Set.of(ReadRequest.newest("KEY")));
        assertThat(reads(vault))
                .as("user and password of one login")
                .containsExactly(Set.of(new ReadRequest("reader", OptionalLong.empty(), Optional.of(executor))));
    }

    @Test
    void oneMoreExecutorThanMayHaveCredentialsIsRefusedBeforeAnyAreMade() {
        vault.answer(
                "reader",
                new ReadResult.Fields(Map.of("password", SecretValue.of("p")), 0, Optional.of(Duration.ofHours(1))));
        Resolver leasing = leasing(1);
        Set<Reference> references = references("${secrets:vault:reader#password}");
        leasing.resolve(SALES, references, LONG, Optional.of(new Recipient("exec-1", Optional.of("app"))));
        vault.reads.clear();

        Resolution second =
                leasing.resolve(SALES, references, LONG, Optional.of(new Recipient("exec-2", Optional.of("app"))));

        assertThat(((Resolution.Failed) second).failures().values())
                .containsExactly(new ResolutionFailure.Exhausted("vault", "reader", 1));
        assertThat(vault.reads).isEmpty();
    }

    @Test
    void credentialsThatWereNotMadeDoNotCount() {
        Resolver leasing = leasing(1);
        Set<Reference> references = references("${secrets:vault:reader#password}");
        vault.answer("reader", new ReadResult.Unavailable("it sleeps"));
        leasing.resolve(SALES, references, LONG, Optional.of(new Recipient("exec-1", Optional.of("app"))));
        vault.putFields("reader", Map.of("password", "p"));

        assertThat(leasing.resolve(SALES, references, LONG, Optional.of(new Recipient("exec-2", Optional.of("app")))))
                .isInstanceOf(Resolution.Resolved.class);
    }

    @Test
    void noCredentialsAreMadeForWhoLacksSomethingElse() {
        vault.putFields("reader", Map.of("password", "p"));
        Recipient executor = new Recipient("exec-1", Optional.of("app"));

        Resolution resolution = leasing(1)
                .resolve(
                        SALES,
                        references(
                                "${secrets.MISSING} ${secrets:vault:reader#password} ${secrets:vault:gone#password}"),
                        LONG,
                        Optional.of(executor));

        assertThat(((Resolution.Failed) resolution).failures().keySet())
                .as("all that is missing is named")
                .extracting(Reference::path)
                .containsExactlyInAnyOrder("MISSING", "gone");
        assertThat(reads(vault))
                .as("a cache answers these for all who get nothing")
                .containsExactly(Set.of(ReadRequest.newest("reader"), ReadRequest.newest("gone")));
    }

    @Test
    void whatPolicyDeniesTakesNoPlaceOfAnExecutor() {
        vault.putFields("hr/reader", Map.of("password", "p"));
        vault.putFields("reader", Map.of("password", "p"));
        Resolver leasing = leasing(1);
        leasing.resolve(
                SALES,
                references("${secrets:vault:hr/reader#password}"),
                LONG,
                Optional.of(new Recipient("exec-1", Optional.of("app"))));

        assertThat(leasing.resolve(
                        SALES,
                        references("${secrets:vault:reader#password}"),
                        LONG,
                        Optional.of(new Recipient("exec-2", Optional.of("app")))))
                .isInstanceOf(Resolution.Resolved.class);
    }

    private Resolver leasing(int limit) {
        return new Resolver(
                List.of(database, vault),
                "database",
                () -> AccessPolicy.of(AccessPolicy.DEFAULT_RULES),
                new Leases(new LeasedStores(Set.of("vault"), false), limit));
    }

    @Test
    void noReferencesAreResolvedToNoValues() {
        assertThat(resolver.resolve(SALES, Set.of(), LONG)).isEqualTo(new Resolution.Resolved(Map.of()));
        assertThat(database.reads).isEmpty();
    }

    @Test
    void eachStoreIsAskedOnceAndForNothingTwice() {
        database.put("KEY", "{\"a\": 1, \"b\": 2}");
        database.put("OTHER", "other");

        values(
                "${secrets.KEY#a} ${secrets.KEY#b} ${secrets.KEY:-x} ${secrets:database:KEY} ${secrets.OTHER} ${secrets.KEY@1} ${secrets.KEY@01} ${secrets:vault:X:-x}");

        assertThat(reads(database))
                .containsExactly(Set.of(
                        ReadRequest.newest("KEY"),
                        ReadRequest.newest("OTHER"),
                        new ReadRequest("KEY", OptionalLong.of(1))));
        assertThat(vault.reads).hasSize(1);
    }

    @Test
    void aValueOfAStoreGetsTheEncodingOfItsReferenceAfterItsFieldWasSelected() {
        database.put("KEY", "{\"a\": \"s3&k%ey+1\", \"b\": \"p\\\"a\"}");
        vault.putFields("KEY", Map.of("value", "a b"));

        assertThat(
                        values(
                                "${secrets.KEY#a|url} ${secrets.KEY#b|json} ${secrets.KEY#a|base64} ${secrets.KEY#a} ${secrets:vault:KEY|url}"))
                .containsExactly("s3%26k%25ey%2B1", "p\\\"a", "czMmayVleSsx", "s3&k%ey+1", "a%20b");
        assertThat(reads(database)).as("one read for all encodings").containsExactly(Set.of(ReadRequest.newest("KEY")));
    }

    @Test
    void aDefaultIsNotEncoded() {
        assertThat(values("${secrets.MISSING|url:-a b&c} ${secrets.MISSING|base64:-}"))
                .containsExactly("a b&c", "");
    }

    @Test
    void anEncodingOfASecretThatMayNotBeUsedIsDeniedLikeTheSecret() {
        assertThat(failures("${secrets.other/KEY|base64}").values())
                .singleElement()
                .isInstanceOf(ResolutionFailure.DeniedByPolicy.class);
    }

    @Test
    void whatAStoreAnswersAtOnceIsNotWaitedForOnAnotherThread() {
        database.put("KEY", "value");
        database.answersAtOnce = true;

        assertThat(values("${secrets.KEY}")).containsExactly("value");
        assertThat(database.reads).isEmpty();
    }

    @Test
    void everyFailureIsGatheredAndNoValueIsReturned() {
        database.put("KEY", "hunter2");
        database.put("TEXT", "hunter2");
        database.answer("DENIED", new ReadResult.Denied("403"));
        database.answer("DOWN", new ReadResult.Unavailable("connection refused"));
        database.answer("PINNED", new ReadResult.Unsupported("it keeps no versions"));

        Map<String, ResolutionFailure> failures = failures(
                "${secrets.KEY} ${secrets:nowhere:KEY} ${secrets.other/KEY} ${secrets.DENIED} ${secrets.MISSING} ${secrets.DOWN} ${secrets.PINNED@2} ${secrets.TEXT#user}");

        assertThat(failures.values())
                .extracting(failure -> failure.getClass().getSimpleName())
                .containsExactly(
                        "UnknownStore",
                        "DeniedByPolicy",
                        "DeniedByStore",
                        "NotFound",
                        "Unavailable",
                        "Unsupported",
                        "InvalidField");
        assertThat(messages(failures))
                .containsExactly(
                        "secret \"KEY\": there is no store \"nowhere\"; the stores are \"database\", \"vault\"",
                        "secret \"other/KEY\": no rule lets service account sales/spark use \"other/KEY\" of store \"database\";"
                                + " it may use \"*\", \"sales/**\"; a platform engineer can allow it with the access rule"
                                + " {namespaces: [\"sales\"], serviceAccounts: [\"spark\"], secrets: [\"other/KEY\"], stores: [\"database\"]}",
                        "secret \"DENIED\": the store \"database\" denies it to Spark Secrets: 403; a platform engineer has to grant"
                                + " access in the store",
                        "secret \"MISSING\" is not found in the store \"database\": there is no such secret; check its name, or write"
                                + " it first",
                        "secret \"DOWN\": the store \"database\" is unavailable: connection refused; try again when it is back",
                        "secret \"PINNED\": the store \"database\" cannot do that: it keeps no versions",
                        "secret \"TEXT\" of the store \"database\" has no field \"user\": its value is no JSON");
    }

    @Test
    void whatThePolicyDeniesIsNeverRead() {
        database.put("other/KEY", "hunter2");

        assertThat(failures("${secrets.other/KEY:-default}").values())
                .hasOnlyElementsOfType(ResolutionFailure.DeniedByPolicy.class);
        assertThat(database.reads).isEmpty();
    }

    @Test
    void aDefaultStandsInForASecretThatDoesNotExistAndForNothingElse() {
        database.answer("DENIED", new ReadResult.Denied("403"));
        database.answer("DOWN", new ReadResult.Unavailable("connection refused"));
        database.put("EMPTY", "");
        database.put("TEXT", "text");

        assertThat(
                        values(
                                "${secrets.MISSING:-none} ${secrets.MISSING:-} ${secrets.EMPTY:-none} ${secrets.MISSING#f:-none}"))
                .containsExactly("none", "", "", "none");
        assertThat(failures(
                                "${secrets.MISSING:-none} ${secrets.DENIED:-none} ${secrets.DOWN:-none} ${secrets.TEXT#f:-none} ${secrets:x:KEY:-none}")
                        .values())
                .extracting(failure -> failure.getClass().getSimpleName())
                .containsExactly("DeniedByStore", "Unavailable", "InvalidField", "UnknownStore");
    }

    @Test
    void onlyWhatPassesByItselfIsRetryable() {
        database.answer("DOWN", new ReadResult.Unavailable("connection refused"));

        assertThat(failed("${secrets.DOWN}").isRetryable()).isTrue();
        assertThat(failed("${secrets.DOWN} ${secrets.MISSING}").isRetryable()).isFalse();
        assertThat(failed("${secrets.MISSING}").isRetryable()).isFalse();
        assertThat(failed("${secrets.other/KEY}").isRetryable()).isFalse();
    }

    @Test
    void aStoreThatIsTooSlowIsNamedWithTheTimeAndTheOthersAreStillGathered() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        List<Thread> readers = new CopyOnWriteArrayList<>();
        vault.whenRead(() -> {
            readers.add(Thread.currentThread());
            try {
                interrupted.set(!release.await(1, TimeUnit.MINUTES));
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            ended.countDown();
        });

        Resolution.Failed failed = (Resolution.Failed)
                resolver.resolve(SALES, references("${secrets.MISSING} ${secrets:vault:KEY:-none}"), SHORT);

        assertThat(failed.failures().values())
                .extracting(ResolutionFailure::message)
                .containsExactly(
                        "secret \"MISSING\" is not found in the store \"database\": there is no such secret; check its name, or write"
                                + " it first",
                        "secret \"KEY\": the store \"vault\" did not answer within 2000 ms; try again, and look at the store if it"
                                + " stays slow");
        release.countDown();
        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(interrupted.get()).as("the slow read was interrupted").isFalse();
        assertThat(readers).noneMatch(Thread::isInterrupted).allMatch(Thread::isVirtual);
        for (Thread reader : readers) {
            assertThat(reader.join(LONG)).as("the slow read ended").isTrue();
        }
    }

    @Test
    void theStoresAreReadSideBySide() {
        // Each read waits until the other has begun; one after the other they would never end.
        CyclicBarrier both = new CyclicBarrier(2);
        for (SecretStoreInMemory store : List.of(database, vault)) {
            store.put("KEY", store.name());
            store.whenRead(() -> {
                try {
                    both.await(1, TimeUnit.MINUTES);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
        }

        assertThat(values("${secrets.KEY} ${secrets:vault:KEY}")).containsExactly("database", "vault");
    }

    @Test
    void aStoreThatBreaksItsContractIsUnavailableAndNothingOfItsFailureIsShown() {
        vault.whenRead(() -> {
            throw new IllegalStateException("hunter2");
        });
        database.put("KEY", "x");
        SecretStore silent = new ForwardingSecretStore(database) {
            @Override
            public Map<ReadRequest, ReadResult> read(Collection<ReadRequest> requests) {
                return Map.of();
            }
        };
        Resolver withBoth =
                new Resolver(List.of(silent, vault), "database", () -> AccessPolicy.of(AccessPolicy.DEFAULT_RULES));
        CapturedLog log = new CapturedLog();

        assertThat(messages(failures(withBoth, "${secrets.KEY} ${secrets:vault:KEY}")))
                .containsExactly(
                        "secret \"KEY\": the store \"database\" is unavailable: it gave no answer; try again when it is back",
                        "secret \"KEY\": the store \"vault\" is unavailable: it gave no answer; try again when it is back");

        log.close();
        assertThat(log.text())
                .contains(
                        "The store \"vault\" failed in an unforeseen way: java.lang.IllegalStateException at ",
                        "SecretStoreInMemory.read")
                .doesNotContain("hunter2");
    }

    @Test
    void aPolicyThatIsReplacedIsUsedByTheNextResolution() {
        AtomicReference<AccessPolicy> policy = new AtomicReference<>(AccessPolicy.of(List.of()));
        Resolver reloading = new Resolver(List.of(database), "database", policy::get);
        database.put("KEY", "x");

        assertThat(reloading.resolve(SALES, references("${secrets.KEY}"), LONG)).isInstanceOf(Resolution.Failed.class);
        policy.set(AccessPolicy.of(List.of(new AccessRule(List.of("sales"), List.of(), List.of("KEY"), List.of()))));
        assertThat(reloading.resolve(SALES, references("${secrets.KEY}"), LONG))
                .isInstanceOf(Resolution.Resolved.class);
    }

    @Test
    void neitherValuesNorDefaultsAreShown() {
        database.put("KEY", "hunter2");
        database.put("JSON", "{\"user\": \"hunter2\"}");
        database.put("TEXT", "hunter2");
        vault.putFields("KEY", Map.of("password", "hunter2"));

        Resolution resolved = resolver.resolve(SALES, references("${secrets.KEY} ${secrets.JSON#user}"), LONG);
        Resolution.Failed failed =
                failed("${secrets.KEY} ${secrets.JSON#x} ${secrets.TEXT#x:-secret-default} ${secrets:vault:KEY}");

        assertThat(resolved).isInstanceOf(Resolution.Resolved.class);
        assertThat(resolved.toString()).doesNotContain("hunter2");
        assertThat(failed.failures()).hasSize(3);
        assertThat(failed.toString()).doesNotContain("hunter2");
        assertThat(failed.failures().values().toString()).doesNotContain("hunter2", "secret-default");
        assertThat(failed.failures().values())
                .noneMatch(failure -> failure.message().contains("secret-default"));
    }

    @Test
    void aDefaultStoreThatIsNotThereOrANameGivenTwiceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resolver(List.of(database), "vault", () -> AccessPolicy.of(List.of())))
                .withMessage("the default store \"vault\" is none of the stores [database]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resolver(
                        List.of(database, new SecretStoreInMemory("database")),
                        "database",
                        () -> AccessPolicy.of(List.of())))
                .withMessage("two stores have the name \"database\"");
    }

    @Test
    void itResolvesFromARealDatabase(@TempDir Path directory) {
        try (SecretStore store = EmbeddedDatabase.open(directory)) {
            Resolver real = new Resolver(List.of(store), "database", () -> AccessPolicy.of(AccessPolicy.DEFAULT_RULES));
            store.write("sales/DB", SecretValue.of("{\"user\": \"u\"}"), OptionalLong.empty(), "");
            store.write("sales/DB", SecretValue.of("{\"user\": \"w\"}"), OptionalLong.empty(), "");

            assertThat(real.resolve(SALES, references("${secrets.sales/DB#user@1} ${secrets.sales/DB#user}"), LONG))
                    .isInstanceOfSatisfying(
                            Resolution.Resolved.class,
                            resolved -> assertThat(resolved.values().values())
                                    .extracting(SecretValue::reveal)
                                    .containsExactly("u", "w"));
            assertThat(real.resolve(SALES, references("${secrets.sales/DB@3}"), LONG))
                    .isInstanceOfSatisfying(
                            Resolution.Failed.class,
                            failed -> assertThat(failed.failures().values())
                                    .extracting(ResolutionFailure::message)
                                    .containsExactly(
                                            "secret \"sales/DB\" is not found in the store \"database\": there is no version 3 of"
                                                    + " it that can be read; the newest is 2; check its name, or write it first"));
        }
    }

    private List<String> values(String template) {
        Resolution resolution = resolver.resolve(SALES, references(template), LONG);
        if (!(resolution instanceof Resolution.Resolved resolved)) {
            throw new AssertionError(resolution);
        }
        return resolved.values().values().stream().map(SecretValue::reveal).toList();
    }

    private Resolution.Failed failed(String template) {
        return failed(resolver, template);
    }

    private static Resolution.Failed failed(Resolver resolver, String template) {
        Resolution resolution = resolver.resolve(SALES, references(template), LONG);
        if (!(resolution instanceof Resolution.Failed failed)) {
            throw new AssertionError(resolution);
        }
        return failed;
    }

    /** The failures by the texts of their references. */
    private Map<String, ResolutionFailure> failures(String template) {
        return failures(resolver, template);
    }

    private static Map<String, ResolutionFailure> failures(Resolver resolver, String template) {
        Map<String, ResolutionFailure> failures = new LinkedHashMap<>();
        failed(resolver, template)
                .failures()
                .forEach((reference, failure) -> failures.put(reference.toString(), failure));
        return failures;
    }

    private static List<String> messages(Map<String, ResolutionFailure> failures) {
        return failures.values().stream().map(ResolutionFailure::message).toList();
    }

    /** What each read asked for, in whatever order. */
    private static List<Set<ReadRequest>> reads(SecretStoreInMemory store) {
        return store.reads.stream().map(Set::copyOf).toList();
    }

    private static Set<Reference> references(String template) {
        try {
            return Template.parse(template).references();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
