package io.sparksecrets.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every store does. The test of an adapter extends it with a real server behind the store.
 *
 * <p>A store that keeps no versions answers false to {@link #keepsVersions()}; what needs them is then skipped.
 */
@SuppressWarnings("NullAway.Init")
public abstract class SecretStoreContract {

    protected static final String AUTHOR = "ann@example.org";

    protected SecretStore store;

    /** A store that holds nothing. */
    protected abstract SecretStore openEmptyStore() throws Exception;

    protected boolean keepsVersions() {
        return true;
    }

    /** Whether a deleted secret can be restored. */
    protected boolean restores() {
        return true;
    }

    /** Has the empty store hold {@code x} at many paths. An adapter whose writes are slow does it beside the store. */
    protected void fill(List<String> paths) throws Exception {
        paths.forEach(path -> write(path, "x"));
    }

    @BeforeEach
    void open() throws Exception {
        store = openEmptyStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasWrittenIsRead() {
        write("DB_PASSWORD", "correct horse");

        assertThat(read("DB_PASSWORD")).isEqualTo("correct horse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "line\r\nline\n",
                "Grüße, 秘密, 🔑",
                "\t\u0001\u007F",
                "${secrets.OTHER}",
                "{\"a\": 1}",
                "'; --"
            })
    void aValueComesBackCharacterForCharacter(String value) {
        write("team/KEY", value);

        assertThat(read("team/KEY")).isEqualTo(value);
    }

    @Test
    void aValueOfAHundredThousandCharactersComesBack() {
        String value = "ä秘🔑x".repeat(20_000);
        write("LONG", value);

        assertThat(read("LONG").equals(value)).as("the long value came back").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "_a", "9", "a.b-c_d", "team/db/PASSWORD", "a/b/c/d/e/f", "a-/b./c_", "secret/data"})
    void everyPathThatAReferenceCanNameIsTaken(String path) {
        write(path, "value of " + path);

        assertThat(read(path)).isEqualTo("value of " + path);
        assertThat(paths(store.list("", "", 10))).containsExactly(path);
    }

    @Test
    void thePathMayBe253CharactersLong() {
        String path = "a/".repeat(126) + "b";
        write(path, "deep");

        assertThat(path).hasSize(253);
        assertThat(read(path)).isEqualTo("deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "a/",
                "a//b",
                "a b",
                "é",
                "a#b",
                "a@1",
                "a:-b",
                "a}",
                "-a",
                ".a",
                "a/.b",
                "..",
                "a\u0000b",
                "%",
                "a\\b"
            })
    void aPathThatNoReferenceCanNameIsRefused(String path) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> write(path, "hunter2"))
                .withMessageContaining("is no path of a secret")
                .withMessageNotContaining("hunter2")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED));
        assertThat(store.list("", "", 10)).isEmpty();
    }

    @Test
    void aPathOf254CharactersIsRefused() {
        assertFails(Reason.UNSUPPORTED, () -> write("a".repeat(254), "x"));
    }

    @Test
    void pathsDifferByCase() {
        write("Key", "first");
        write("KEY", "second");

        assertThat(read("Key")).isEqualTo("first");
        assertThat(read("KEY")).isEqualTo("second");
        assertThat(readResult(ReadRequest.newest("key"))).isInstanceOf(ReadResult.NotFound.class);
    }

    @Test
    void aSecretThatWasNeverWrittenIsNotFound() {
        assertThat(readResult(ReadRequest.newest("MISSING"))).isInstanceOf(ReadResult.NotFound.class);
        assertFails(Reason.NOT_FOUND, () -> store.delete("MISSING"));
        assertFails(Reason.NOT_FOUND, () -> store.versions("MISSING"));
    }

    @Test
    void nothingIsReadWhenNothingIsAskedFor() {
        assertThat(store.read(List.of())).isEmpty();
    }

    @Test
    void aBatchOfFiveHundredAnswersEveryRequestWithItsOwnValue() {
        List<ReadRequest> requests = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String path = "batch/SECRET_%d".formatted(i);
            if (i % 10 != 0) {
                write(path, "value " + i);
            }
            requests.addFirst(ReadRequest.newest(path));
        }

        Map<ReadRequest, ReadResult> results = store.read(requests);

        assertThat(results).hasSize(500);
        for (int i = 0; i < 500; i++) {
            ReadResult result = result(results, ReadRequest.newest("batch/SECRET_%d".formatted(i)));
            if (i % 10 == 0) {
                assertThat(result).isInstanceOf(ReadResult.NotFound.class);
            } else {
                assertThat(text(result)).isEqualTo("value " + i);
            }
        }
    }

    @Test
    void everyVersionCanBeReadAndTheNewestIsTheDefault() {
        assumeTrue(keepsVersions());
        write("KEY", "one");
        write("KEY", "two");
        write("KEY", "three");
        List<ReadRequest> requests =
                List.of(version("KEY", 2), ReadRequest.newest("KEY"), version("KEY", 1), version("KEY", 3));

        Map<ReadRequest, ReadResult> results = store.read(requests);

        assertThat(requests.stream().map(r -> text(result(results, r))))
                .containsExactly("two", "three", "one", "three");
        assertThat(requests.stream().map(r -> ((ReadResult.Found) result(results, r)).version()))
                .containsExactly(2L, 3L, 1L, 3L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, Long.MAX_VALUE})
    void aVersionThatDoesNotExistIsNotFoundAndTheAnswerSaysWhich(long version) {
        assumeTrue(keepsVersions());
        write("KEY", "one");
        write("KEY", "two");

        assertThat(readResult(version("KEY", version)))
                .isInstanceOfSatisfying(
                        ReadResult.NotFound.class,
                        missing -> assertThat(missing.why())
                                .contains("version " + version)
                                .contains("newest is 2"));
    }

    @Test
    void aWriteSaysWhatItWrote() {
        SecretMetadata first = store.write("KEY", SecretValue.of("one"), OptionalLong.empty(), "bob");
        SecretMetadata second = store.write("KEY", SecretValue.of("two"), OptionalLong.empty(), AUTHOR);

        assertThat(store.list("", "", 10)).containsExactly(second);
        assertThat(second.path()).isEqualTo("KEY");
        assertThat(second.createdAt()).isEqualTo(first.createdAt());
        assertThat(second.updatedAt()).isAfterOrEqualTo(first.updatedAt());
        if (keepsVersions()) {
            assertThat(List.of(first.version(), second.version())).containsExactly(1L, 2L);
            assertThat(second.updatedBy()).isEqualTo(AUTHOR);
        }
    }

    @Test
    void versionsAreListedTheNewestFirstWithTheirAuthors() {
        assumeTrue(keepsVersions());
        store.write("KEY", SecretValue.of("one"), OptionalLong.empty(), "bob");
        store.write("KEY", SecretValue.of("two"), OptionalLong.empty(), "");
        SecretMetadata newest = store.write("KEY", SecretValue.of("three"), OptionalLong.empty(), AUTHOR);

        List<SecretVersion> versions = store.versions("KEY");

        assertThat(versions).extracting(SecretVersion::version).containsExactly(3L, 2L, 1L);
        assertThat(versions).extracting(SecretVersion::writtenBy).containsExactly(AUTHOR, "", "bob");
        assertThat(versions.getFirst().writtenAt()).isEqualTo(newest.updatedAt());
    }

    @Test
    void aWriteThatExpectsTheNewestVersionSucceeds() {
        assumeTrue(keepsVersions());
        assertThat(write("KEY", "one", 0).version()).isEqualTo(1);
        assertThat(write("KEY", "two", 1).version()).isEqualTo(2);
    }

    @Test
    void aWriteThatExpectsAnotherVersionChangesNothing() {
        assumeTrue(keepsVersions());
        write("KEY", "one");
        write("KEY", "two");

        assertThat(assertFails(Reason.CONFLICT, () -> write("KEY", "hunter2", 1)))
                .contains("\"KEY\" is at version 2 where version 1 was expected")
                .doesNotContain("hunter2");
        assertThat(assertFails(Reason.CONFLICT, () -> write("OTHER", "hunter2", 4)))
                .contains("\"OTHER\" does not exist where version 4 was expected");
        assertThat(read("KEY")).isEqualTo("two");
        assertThat(paths(store.list("", "", 10))).containsExactly("KEY");
    }

    @Test
    void aWriteOfANewSecretFailsWhereThereIsOne() {
        write("KEY", "one");

        assertFails(Reason.CONFLICT, () -> write("KEY", "two", 0));
        assertThat(read("KEY")).isEqualTo("one");
    }

    @Test
    void ofTwoWritersOfTheSameNewSecretExactlyOneWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            String path = "race/NEW_" + round;

            List<String> winners = race(List.of("left", "right"), value -> write(path, value, 0));

            assertThat(winners).hasSize(1);
            assertThat(read(path)).isEqualTo(winners.getFirst());
        }
    }

    @Test
    void ofTwoWritersThatExpectTheSameVersionExactlyOneWins() throws Exception {
        assumeTrue(keepsVersions());
        write("RACE", "start");
        for (int round = 1; round <= 8; round++) {
            long expected = round;

            List<String> winners = race(List.of("left", "right"), value -> write("RACE", value, expected));

            assertThat(winners).hasSize(1);
            assertThat(read("RACE")).isEqualTo(winners.getFirst());
        }
        assertThat(store.versions("RACE")).hasSize(9);
    }

    @Test
    void writersThatExpectNothingAllSucceedEachWithAVersionOfItsOwn() throws Exception {
        List<String> values = IntStream.range(0, 8).mapToObj(i -> "value " + i).toList();

        assertThat(race(values, value -> write("RACE", value))).containsExactlyInAnyOrderElementsOf(values);
        if (keepsVersions()) {
            assertThat(store.versions("RACE")).hasSize(8);
        }
    }

    @Test
    void aReaderBesideAWriterAlwaysSeesAWholeVersion() throws Exception {
        assumeTrue(keepsVersions());
        write("KEY", "value 1");
        AtomicBoolean written = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> reads = threads.submit(() -> {
                int count = 0;
                while (!written.get() || count == 0) {
                    ReadResult result = readResult(ReadRequest.newest("KEY"));
                    assertThat(result).isInstanceOf(ReadResult.Found.class);
                    assertThat(text(result)).isEqualTo("value " + ((ReadResult.Found) result).version());
                    count++;
                }
                return count;
            });
            for (int version = 2; version <= 50; version++) {
                write("KEY", "value " + version);
            }
            written.set(true);
            assertThat(reads.get()).isPositive();
        }
    }

    @Test
    void aDeletedSecretIsNeitherReadNorListed() {
        write("KEY", "one");
        write("KEY", "two");
        write("OTHER", "stays");

        store.delete("KEY");

        assertThat(readResult(ReadRequest.newest("KEY"))).isInstanceOf(ReadResult.NotFound.class);
        assertThat(paths(store.list("", "", 10))).containsExactly("OTHER");
        assertFails(Reason.NOT_FOUND, () -> store.versions("KEY"));
        assertFails(Reason.NOT_FOUND, () -> store.delete("KEY"));
        if (keepsVersions()) {
            assertThat(readResult(version("KEY", 1))).isInstanceOf(ReadResult.NotFound.class);
        }
    }

    @Test
    void whatWasDeletedCanBeRestoredWithItsVersions() {
        assumeTrue(restores(), "the store does not keep what was deleted");
        write("KEY", "one");
        SecretMetadata before = write("KEY", "two");
        store.delete("KEY");

        SecretMetadata restored = store.restore("KEY");

        assertThat(restored.path()).isEqualTo("KEY");
        assertThat(restored.version()).isEqualTo(before.version());
        assertThat(restored.updatedAt()).isEqualTo(before.updatedAt());
        assertThat(read("KEY")).isEqualTo("two");
        assertThat(store.versions("KEY")).hasSize(2);
    }

    @Test
    void whatExistsOrNeverExistedCannotBeRestored() {
        assumeTrue(restores(), "the store does not keep what was deleted");
        write("KEY", "one");

        assertFails(Reason.CONFLICT, () -> store.restore("KEY"));
        assertFails(Reason.NOT_FOUND, () -> store.restore("MISSING"));
        assertThat(read("KEY")).isEqualTo("one");
    }

    @Test
    void aStoreThatKeepsNothingOfWhatWasDeletedSaysSo() {
        assumeTrue(!restores(), "the store keeps what was deleted");
        write("KEY", "one");
        store.delete("KEY");

        assertFails(Reason.UNSUPPORTED, () -> store.restore("KEY"));
    }

    @Test
    void aSecretWrittenAfterItsDeletionIsANewOneWhoseVersionsAreCountedOn() {
        write("KEY", "one");
        write("KEY", "two");
        store.delete("KEY");

        SecretMetadata again = write("KEY", "three", 0);

        assertThat(read("KEY")).isEqualTo("three");
        assertThat(again.createdAt()).isEqualTo(again.updatedAt());
        assertThat(store.list("", "", 10)).containsExactly(again);
        if (keepsVersions()) {
            assertThat(again.version()).isEqualTo(3);
            assertThat(readResult(version("KEY", 2))).isInstanceOf(ReadResult.NotFound.class);
            assertThat(store.versions("KEY")).extracting(SecretVersion::version).containsExactly(3L);
        }
    }

    @Test
    void aDeletedSecretHasNoVersionToExpect() {
        assumeTrue(keepsVersions());
        write("KEY", "one");
        store.delete("KEY");

        assertThat(assertFails(Reason.CONFLICT, () -> write("KEY", "two", 1))).contains("does not exist");
    }

    @Test
    void aFolderListsWhatIsInItAndBelowItInTheOrderOfCodePoints() {
        for (String path : List.of(
                "team",
                "team/b",
                "team/B",
                "team/a/x",
                "team/a-z",
                "team/_",
                "team/0",
                "team-2/x",
                "team.x/y",
                "team0",
                "Team/x")) {
            write(path, "x");
        }

        assertThat(paths(store.list("team", "", 100)))
                .containsExactly("team/0", "team/B", "team/_", "team/a-z", "team/a/x", "team/b");
        assertThat(paths(store.list("team/a", "", 100))).containsExactly("team/a/x");
        assertThat(paths(store.list("", "", 3))).containsExactly("Team/x", "team", "team-2/x");
        assertThat(store.list("nothing", "", 100)).isEmpty();
    }

    @Test
    void anUnderscoreInAFolderStandsForItself() {
        write("a_b/KEY", "x");
        write("axb/KEY", "x");
        write("a_b_c/KEY", "x");

        assertThat(paths(store.list("a_b", "", 100))).containsExactly("a_b/KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "team/%", "team/", "/", "a\u0000", "*"})
    void aFolderThatNoPathCanBeInIsRefused(String folder) {
        write("team/KEY", "x");

        assertFails(Reason.UNSUPPORTED, () -> store.list(folder, "", 10));
    }

    @Test
    void pagesOfTwoThousandFiveHundredSecretsHoldEachOnceAndInOrder() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            expected.add("pages/%s/KEY_%04d".formatted(i % 3 == 0 ? "a" : "b", i));
        }
        fill(expected);
        write("other/KEY", "x");
        expected.sort(null);

        List<String> listed = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (List<SecretMetadata> page = store.list("pages", "", 1000);
                !page.isEmpty();
                page = store.list("pages", listed.getLast(), 1000)) {
            sizes.add(page.size());
            listed.addAll(paths(page));
        }

        assertThat(sizes).containsExactly(1000, 1000, 500);
        assertThat(listed).isEqualTo(expected);
    }

    @Test
    void aPageBeginsBehindAPathEvenIfThatIsDeletedOrOutsideTheFolder() {
        write("f/a", "x");
        write("f/b", "x");
        write("f/c", "x");
        store.delete("f/a");

        assertThat(paths(store.list("f", "f/a", 10))).containsExactly("f/b", "f/c");
        assertThat(paths(store.list("f", "a", 10))).containsExactly("f/b", "f/c");
        assertThat(store.list("f", "f/c", 10)).isEmpty();
        assertThat(store.list("f", "g", 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void aPageHasOneToAThousandSecrets(int limit) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.list("", "", limit));
    }

    @Test
    void aStoreThatAnswersIsHealthy() {
        assertThat(store.health().available()).as(store.health().detail()).isTrue();

        write("KEY", "x");

        assertThat(store.health().available()).as(store.health().detail()).isTrue();
    }

    protected final SecretMetadata write(String path, String value) {
        return store.write(path, SecretValue.of(value), OptionalLong.empty(), AUTHOR);
    }

    protected final SecretMetadata write(String path, String value, long expectedVersion) {
        return store.write(path, SecretValue.of(value), OptionalLong.of(expectedVersion), AUTHOR);
    }

    /** The newest value of a secret that must be there. */
    protected final String read(String path) {
        return text(readResult(ReadRequest.newest(path)));
    }

    protected final ReadResult readResult(ReadRequest request) {
        return result(store.read(List.of(request)), request);
    }

    protected static ReadRequest version(String path, long version) {
        return new ReadRequest(path, OptionalLong.of(version));
    }

    private static ReadResult result(Map<ReadRequest, ReadResult> results, ReadRequest request) {
        ReadResult result = results.get(request);
        if (result == null) {
            throw new AssertionError("no answer for " + request);
        }
        return result;
    }

    private static String text(ReadResult result) {
        return switch (result) {
            case ReadResult.Text text -> text.value().reveal();
            case ReadResult.Fields fields -> {
                assertThat(fields.fields()).containsOnlyKeys("value");
                yield fields.fields().values().iterator().next().reveal();
            }
            default -> throw new AssertionError("expected a value, got " + result);
        };
    }

    private static List<String> paths(List<SecretMetadata> page) {
        return page.stream().map(SecretMetadata::path).toList();
    }

    /** Runs the action and returns the message of the failure that it must have. */
    protected static String assertFails(Reason reason, Runnable action) {
        List<String> message = new ArrayList<>();
        assertThatExceptionOfType(StoreException.class).isThrownBy(action::run).satisfies(e -> {
            assertThat(e.reason()).isEqualTo(reason);
            message.add(e.getMessage());
        });
        return message.getFirst();
    }

    private interface Write {
        SecretMetadata write(String value);
    }

    /** Writes all values at the same moment; returns those whose writers did not meet a conflict. */
    private static List<String> race(List<String> values, Write write) throws Exception {
        CyclicBarrier start = new CyclicBarrier(values.size());
        Map<String, Future<Boolean>> outcomes = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String value : values) {
                Callable<Boolean> writer = () -> {
                    start.await();
                    try {
                        write.write(value);
                        return true;
                    } catch (StoreException e) {
                        assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.CONFLICT);
                        return false;
                    }
                };
                outcomes.put(value, threads.submit(writer));
            }
        }
        List<String> winners = new ArrayList<>();
        for (Map.Entry<String, Future<Boolean>> outcome : outcomes.entrySet()) {
            if (outcome.getValue().get()) {
                winners.add(outcome.getKey());
            }
        }
        return winners;
    }
}
