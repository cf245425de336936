package io.sparksecrets.store.kubernetes;

import static io.sparksecrets.store.kubernetes.TestCluster.bytes;
import static io.sparksecrets.store.kubernetes.TestCluster.documentedRights;
import static io.sparksecrets.store.kubernetes.TestCluster.onTheSecret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.store.StoreHealth;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class KubernetesSecretStoreIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static TestCluster cluster;

    private final List<KubernetesSecretStore> open = new ArrayList<>();
    private String namespace;

    @BeforeAll
    static void start() throws IOException {
        cluster = new TestCluster(RealServer.start(ApiServer::start));
    }

    @AfterAll
    static void end() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void makeNamespace() {
        namespace = cluster.newNamespace();
    }

    @AfterEach
    void closeStores() {
        open.forEach(KubernetesSecretStore::close);
    }

    @Test
    void aSecretMadeByHandIsReadAsItIs() {
        cluster.createByHand(Map.of(
                "DB_PASSWORD", bytes("correct horse\n"),
                "tls.crt", bytes("certificate"),
                "-team.db.PASSWORD", bytes("in a folder"),
                ".dockerconfigjson", bytes("{}"),
                "-x--", bytes("no path is written so"),
                "EMPTY", new byte[0],
                "BINARY", new byte[] {(byte) 0xff, 0, 1}));
        KubernetesSecretStore store = openStore();

        assertThat(text(store, "DB_PASSWORD")).isEqualTo("correct horse\n");
        assertThat(text(store, "tls.crt")).isEqualTo("certificate");
        assertThat(text(store, "team/db/PASSWORD")).isEqualTo("in a folder");
        assertThat(text(store, "EMPTY")).isEmpty();
        assertThat(read(store, "BINARY"))
                .isInstanceOfSatisfying(
                        ReadResult.Unsupported.class,
                        unsupported -> assertThat(unsupported.why()).contains("not text in UTF-8", "base64"));
        assertThat(store.list("", "", 100))
                .extracting(SecretMetadata::path)
                .containsExactly("BINARY", "DB_PASSWORD", "EMPTY", "team/db/PASSWORD", "tls.crt");
    }

    @Test
    void whatSomebodyElseKeepsInTheSecretIsNeverOverwrittenOrLost() {
        cluster.createByHand(Map.of("HAND", bytes("made"), ".hidden", bytes("not ours")));
        cluster.admin
                .secrets()
                .inNamespace(namespace)
                .withName(KubernetesSettings.DEFAULT_SECRET_NAME)
                .edit(secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .addToLabels("owner", "ann")
                        .addToAnnotations("note", "theirs")
                        .endMetadata()
                        .build());
        KubernetesSecretStore store = openStore();

        write(store, "KEY", "one");
        cluster.setByHand("HAND_2", "added");
        write(store, "KEY", "two");
        write(store, "OTHER", "x");
        store.delete("KEY");

        assertThat(cluster.data())
                .isEqualTo(Map.of("HAND", "made", "HAND_2", "added", ".hidden", "not ours", "OTHER", "x"));
        assertThat(cluster.secret().getMetadata().getLabels()).containsEntry("owner", "ann");
        assertThat(cluster.secret().getMetadata().getAnnotations()).containsEntry("note", "theirs");
    }

    @Test
    void whatIsChangedByHandIsSeenAndTold() throws Exception {
        KubernetesSecretStore store = openStore();
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        write(store, "KEY", "one");
        store.onChange(told::add);

        cluster.setByHand("KEY", "two");
        cluster.setByHand("-team.KEY", "new");

        awaitText(store, "KEY", "two");
        awaitText(store, "team/KEY", "new");
        Waiting.until("both paths are told", SOON, () -> told.containsAll(List.of("KEY", "team/KEY")));
        assertThat(told).containsOnly("KEY", "team/KEY");
    }

    @Test
    void whatWasChangedByHandIsNotSaidToBeWrittenByWhoWroteItBefore() throws Exception {
        KubernetesSecretStore store = openStore();
        SecretMetadata written = write(store, "KEY", "one");
        assertThat(written.updatedBy()).isEqualTo("ann");

        cluster.setByHand("KEY", "two");

        awaitText(store, "KEY", "two");
        SecretMetadata changed = store.list("", "", 10).getFirst();
        assertThat(changed.updatedBy()).isEmpty();
        assertThat(changed.createdAt()).isEqualTo(written.createdAt());
        assertThat(changed.updatedAt()).isAfterOrEqualTo(written.createdAt());
    }

    @Test
    void whoWroteIsKeptForWhoeverOpensTheStoreNext() {
        SecretMetadata written = write(openStore(), "team/KEY", "one");

        assertThat(openStoreAgain().list("team", "", 10)).containsExactly(written);
        assertThat(cluster.secret().getMetadata().getAnnotations().values()).noneMatch(text -> text.contains("one"));
    }

    @Test
    void twoStoresThatWriteAtOnceLoseNothing() throws Exception {
        KubernetesSecretStore left = openStore();
        KubernetesSecretStore right = openStoreAgain();
        List<Future<?>> writes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 20; i++) {
                String number = Integer.toString(i);
                writes.add(threads.submit(() -> write(left, "left/" + number, number)));
                writes.add(threads.submit(() -> write(right, "right/" + number, number)));
            }
            for (Future<?> write : writes) {
                write.get();
            }
        }

        assertThat(cluster.data()).hasSize(40);
        for (int i = 0; i < 20; i++) {
            awaitText(right, "left/" + i, Integer.toString(i));
            awaitText(left, "right/" + i, Integer.toString(i));
        }
    }

    @Test
    void aSecretThatIsDeletedAsAWholeIsMadeAgainByTheNextWrite() throws Exception {
        KubernetesSecretStore store = openStore();
        write(store, "KEY", "one");

        cluster.deleteSecret();
        Waiting.until("the deletion is seen", SOON, () -> read(store, "KEY") instanceof ReadResult.NotFound);
        write(store, "OTHER", "two");

        assertThat(cluster.data()).isEqualTo(Map.of("OTHER", "two"));
        assertThat(text(store, "OTHER")).isEqualTo("two");
    }

    @Test
    void aVersionCanNeitherBePinnedNorExpected() {
        KubernetesSecretStore store = openStore();
        write(store, "KEY", "one");
        ReadRequest pinned = new ReadRequest("KEY", OptionalLong.of(1));

        assertThat(store.read(List.of(pinned)).get(pinned))
                .isInstanceOfSatisfying(
                        ReadResult.Unsupported.class,
                        unsupported -> assertThat(unsupported.why()).contains("keeps no versions", "leave out \"@1\""));
        assertThat(failure(
                        Reason.UNSUPPORTED,
                        () -> store.write("KEY", SecretValue.of("hunter2"), OptionalLong.of(3), "ann")))
                .contains("keeps no versions", "expect 0 for a new secret");
        assertThat(failure(Reason.UNSUPPORTED, () -> store.versions("KEY"))).contains("keeps no versions");
        assertThat(text(store, "KEY")).isEqualTo("one");
    }

    @Test
    void theLimitOfKubernetesIsToldInNumbersBeforeItIsHit() {
        KubernetesSecretStore store = openStore();
        write(store, "BIG", "x".repeat(1_000_000));

        assertThat(failure(Reason.UNSUPPORTED, () -> write(store, "TOO_MUCH", "y".repeat(48_577))))
                .contains(
                        namespace + "/iomete-secret-store holds 1000000 bytes",
                        "\"TOO_MUCH\", which adds 48577",
                        "it would hold 1048577",
                        "takes 1048576 at most",
                        "Delete secrets that nobody uses");
        assertThat(read(store, "TOO_MUCH")).isInstanceOf(ReadResult.NotFound.class);

        write(store, "FITS", "y".repeat(48_576));
        assertThat(store.health().detail()).contains("2 secrets, 1048576 of 1048576 bytes");
        write(store, "BIG", "smaller");
        write(store, "TOO_MUCH", "y".repeat(48_577));
    }

    @Test
    void soManyNamesThatTheSecretIsTooLargeForEtcdAreToldToo() {
        Map<String, byte[]> many = new HashMap<>();
        TestCluster.names("k".repeat(200) + "_", 3000).forEach(name -> many.put(name, bytes("x")));
        cluster.createByHand(many);
        KubernetesSecretStore store = openStore();

        assertThat(failure(Reason.UNSUPPORTED, () -> write(store, "KEY", "hunter2".repeat(145_000))))
                .contains("would be larger than Kubernetes takes", "3000 entries", "their names")
                .doesNotContain("hunter2");
        write(store, "KEY", "small");
        assertThat(cluster.data()).hasSize(3001);
    }

    @Test
    void fiveThousandSecretsAreReadAndWritten() {
        Map<String, byte[]> many = new HashMap<>();
        TestCluster.names("-team.SECRET_", 5000).forEach(name -> many.put(name, bytes(name)));
        cluster.createByHand(many);
        KubernetesSecretStore store = openStore();

        write(store, "team/SECRET_4321", "changed");

        assertThat(text(store, "team/SECRET_4321")).isEqualTo("changed");
        assertThat(text(store, "team/SECRET_1")).isEqualTo("-team.SECRET_1");
        assertThat(store.list("team", "", 1000)).hasSize(1000);
    }

    @Test
    void anImmutableSecretIsReadAndCannotBeWritten() {
        cluster.createByHand(Map.of("KEY", bytes("one")));
        cluster.admin
                .secrets()
                .inNamespace(namespace)
                .withName(KubernetesSettings.DEFAULT_SECRET_NAME)
                .edit(secret -> new SecretBuilder(secret).withImmutable(true).build());
        KubernetesSecretStore store = openStore();

        assertThat(text(store, "KEY")).isEqualTo("one");
        assertThat(failure(Reason.UNSUPPORTED, () -> write(store, "KEY", "two")))
                .contains("immutable");
        assertThat(failure(Reason.UNSUPPORTED, () -> store.delete("KEY"))).contains("immutable");
    }

    @Test
    void aValueThatUtf8CannotWriteIsRefused() {
        assertThat(failure(Reason.UNSUPPORTED, () -> write(openStore(), "KEY", "a\ud800b")))
                .contains("\"KEY\" is not text");
    }

    @Test
    void whoMayNotReadIsDeniedWithTheRightThatIsMissingUntilHeHasIt() throws Exception {
        cluster.createByHand(Map.of("KEY", bytes("one")));
        KubernetesSecretStore store = openStore(List.of());

        assertThat(read(store, "KEY")).isInstanceOfSatisfying(ReadResult.Denied.class, denied -> {
            assertThat(denied.inFull())
                    .contains(
                            "cannot get the Secret " + namespace + "/iomete-secret-store",
                            "HTTP 403",
                            "verb \"get\" on secrets, resourceNames iomete-secret-store");
            assertThat(denied.why())
                    .contains("cannot get the Secret of the store", "HTTP 403")
                    .doesNotContain(namespace, "iomete-secret-store");
        });
        assertThat(failure(Reason.DENIED, () -> store.list("", "", 10))).contains("cannot get the Secret");
        assertThat(store.health().available()).isFalse();

        cluster.grant(namespace, documentedRights());

        awaitText(store, "KEY", "one");
    }

    @Test
    void whoseRightToReadIsTakenIsDenied() throws Exception {
        cluster.createByHand(Map.of("KEY", bytes("one")));
        KubernetesSecretStore store = keep(KubernetesSecretStore.open(
                cluster.accountWithTheDocumentedRights(namespace),
                cluster.settings(),
                KubernetesSecretStore.DEFAULT_NAME,
                readingOften(Duration.ofMinutes(5))));
        assertThat(text(store, "KEY")).isEqualTo("one");

        cluster.grant(namespace, List.of());

        Waiting.until("the right is gone", SOON, () -> read(store, "KEY") instanceof ReadResult.Denied);
    }

    @Test
    void whoMayNotWatchReadsAndIsToldThatChangesComeLate() throws Exception {
        KubernetesSecretStore store = openStore(List.of(onTheSecret("get")));
        cluster.createByHand(Map.of("KEY", bytes("one")));

        awaitText(store, "KEY", "one");
        cluster.setByHand("KEY", "two");
        awaitText(store, "KEY", "two");
        assertThat(store.health().available()).isTrue();
        assertThat(store.health().detail()).contains("changes are noticed late", "the verb \"watch\"");
    }

    @Test
    void whoMayNotWriteIsDeniedWithTheRightThatIsMissing() {
        KubernetesSecretStore store = openStore(List.of(onTheSecret("get", "watch")));

        assertThat(failure(Reason.DENIED, () -> write(store, "KEY", "hunter2")))
                .contains("cannot create the Secret", "verb \"create\" on secrets in")
                .doesNotContain("hunter2");
        cluster.createByHand(Map.of("OTHER", bytes("x")));
        assertThat(failure(Reason.DENIED, () -> write(store, "KEY", "hunter2")))
                .contains("cannot patch the Secret", "verb \"patch\" on secrets, resourceNames iomete-secret-store")
                .doesNotContain("hunter2");
        assertThat(failure(Reason.DENIED, () -> store.delete("OTHER"))).contains("cannot patch the Secret");
    }

    @Test
    void aNamespaceThatDoesNotExistIsNamedWhenSomebodyWrites() {
        KubernetesSecretStore store = keep(KubernetesSecretStore.open(
                cluster.server.config(), new KubernetesSettings("nowhere", "x"), KubernetesSecretStore.DEFAULT_NAME));

        assertThat(failure(Reason.UNAVAILABLE, () -> write(store, "KEY", "hunter2")))
                .contains("cannot create the Secret nowhere/x", "no such namespace");
    }

    @Test
    void whenTheApiServerIsKilledReadsGoOnAndWritesFailUntilItIsBack() throws Exception {
        KubernetesSecretStore store = openStore();
        write(store, "KEY", "one");
        try {
            cluster.server.kill();

            assertThat(text(store, "KEY")).isEqualTo("one");
            assertThat(failure(Reason.UNAVAILABLE, () -> write(store, "KEY", "hunter2")))
                    .contains("the Secret " + namespace + "/iomete-secret-store", "cannot be reached")
                    .doesNotContain("hunter2");
            StoreHealth health = store.health();
            assertThat(health.available()).isFalse();
            assertThat(health.detail()).contains("cannot be reached");
            assertThat(text(store, "KEY")).isEqualTo("one");
        } finally {
            cluster.server.restart();
        }

        cluster.setByHand("KEY", "two");
        awaitText(store, "KEY", "two");
        write(store, "KEY", "three");
        assertThat(text(store, "KEY")).isEqualTo("three");
        Waiting.until(
                "it is watched again", SOON, () -> !store.health().detail().contains("late"));
    }

    @Test
    void whenTheApiServerDoesNotAnswerForTooLongReadsSayThatUntilItDoes() throws Exception {
        cluster.createByHand(Map.of("KEY", bytes("one")));
        KubernetesSecretStore store = keep(KubernetesSecretStore.open(
                cluster.accountWithTheDocumentedRights(namespace),
                cluster.settings(),
                "kubernetes",
                readingOften(Duration.ofSeconds(5))));
        assertThat(text(store, "KEY")).isEqualTo("one");
        try {
            cluster.server.freeze();
            Waiting.until("what is known is too old", SOON, () -> read(store, "KEY") instanceof ReadResult.Unavailable);
            assertThat(((ReadResult.Unavailable) read(store, "KEY")).why())
                    .contains("could not be read for", "5 s at most", "answer");
        } finally {
            cluster.server.thaw();
        }

        awaitText(store, "KEY", "one");
    }

    @Test
    void aStoreOpenedWhileTheApiServerIsDownSaysSoAndWorksWhenItIsUp() throws Exception {
        cluster.createByHand(Map.of("KEY", bytes("one")));
        Config account = cluster.accountWithTheDocumentedRights(namespace);
        KubernetesSecretStore store;
        try {
            cluster.server.kill();
            store = open(account);

            assertThat(read(store, "KEY"))
                    .isInstanceOfSatisfying(
                            ReadResult.Unavailable.class,
                            unavailable -> assertThat(unavailable.why()).contains("not read yet", "cannot be reached"));
            assertThat(failure(Reason.UNAVAILABLE, () -> store.list("", "", 10)))
                    .contains("not read yet");
            assertThat(store.health().available()).isFalse();
        } finally {
            cluster.server.restart();
        }

        awaitText(store, "KEY", "one");
        assertThat(store.health().available()).isTrue();
    }

    @Test
    void aWatchThatTheApiServerEndsIsOpenedAgain() throws Exception {
        try {
            // Each watch is ended after one to two seconds.
            cluster.server.restart("--min-request-timeout=1", "--watch-cache=false");
            KubernetesSecretStore store = openStore();
            for (int i = 0; i < 8; i++) {
                String value = "value " + i;
                if (i == 0) {
                    write(store, "KEY", value);
                } else {
                    cluster.setByHand("KEY", value);
                }
                awaitText(store, "KEY", value);
                cluster.server.forgetHistory();
            }
        } finally {
            cluster.server.restart();
        }
    }

    @Test
    void whatABusyApiServerRefusesIsWrittenWhenItIsBusyNoMore() throws Exception {
        Config account = cluster.accountWithTheDocumentedRights(namespace);
        KubernetesSecretStore store = open(account);
        write(store, "KEY", "one");
        cluster.refuseWritesAtTheSameTime(namespace);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<SecretMetadata> patient;
            try (Socket unfinished = cluster.beginWrite(account)) {
                // The API server takes over new limits by and by.
                Waiting.until("a refused write", SOON, () -> isRefused(store));
                assertThat(text(store, "KEY")).isEqualTo("one");
                patient = threads.submit(() -> write(store, "KEY", "two"));
                assertThat(unfinished.isClosed()).isFalse();
            }
            assertThat(patient).succeedsWithin(SOON);
        } finally {
            cluster.takeWritesAtTheSameTime();
        }
        awaitText(store, "KEY", "two");
    }

    private static boolean isRefused(KubernetesSecretStore store) {
        try {
            write(store, "OTHER", "value");
            return false;
        } catch (StoreException e) {
            assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(e).hasMessageContaining("429");
            return true;
        }
    }

    private KubernetesSecretStore openStore() {
        return openStore(documentedRights());
    }

    private KubernetesSecretStore openStore(List<PolicyRule> rights) {
        return open(cluster.account(namespace, rights));
    }

    /** As another replica does, here with all rights. */
    private KubernetesSecretStore openStoreAgain() {
        return open(cluster.server.config());
    }

    private KubernetesSecretStore open(Config config) {
        return keep(KubernetesSecretStore.open(
                config,
                cluster.settings(),
                KubernetesSecretStore.DEFAULT_NAME,
                // Reads so seldom that it is the watch that brings what these tests wait for.
                new KubernetesSecretStore.Timing(
                        Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMillis(200), SOON)));
    }

    private static KubernetesSecretStore.Timing readingOften(Duration bound) {
        return new KubernetesSecretStore.Timing(bound, Duration.ofSeconds(1), Duration.ofMillis(200), SOON);
    }

    private KubernetesSecretStore keep(KubernetesSecretStore store) {
        open.add(store);
        return store;
    }

    private static SecretMetadata write(KubernetesSecretStore store, String path, String value) {
        return store.write(path, SecretValue.of(value), OptionalLong.empty(), "ann");
    }

    private static ReadResult read(KubernetesSecretStore store, String path) {
        ReadRequest request = ReadRequest.newest(path);
        return Objects.requireNonNull(store.read(List.of(request)).get(request));
    }

    private static String text(KubernetesSecretStore store, String path) {
        ReadResult result = read(store, path);
        assertThat(result).isInstanceOf(ReadResult.Text.class);
        return ((ReadResult.Text) result).value().reveal();
    }

    private static void awaitText(KubernetesSecretStore store, String path, String value) throws IOException {
        Waiting.until(
                path + " has its new value",
                SOON,
                () -> read(store, path) instanceof ReadResult.Text text
                        && text.value().reveal().equals(value));
    }

    private static String failure(Reason reason, ThrowingCallable action) {
        StoreException e = catchThrowableOfType(StoreException.class, action);
        assertThat(e).isNotNull();
        assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
        return e.getMessage();
    }
}
