package io.sparksecrets.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keysets in files, and what a rotation makes of them. */
@SuppressWarnings("NullAway.Init")
class KeysetHomeTest {

    @TempDir
    Path directory;

    private Path path;
    private KeysetFile file;

    @BeforeEach
    void create() {
        path = directory.resolve("keyset.json");
        file = new KeysetFile(path);
        file.create();
    }

    @Test
    void aChangedKeysetIsPutInPlaceForItsOwnerOnly() throws Exception {
        SecretValue read = file.read();
        SecretValue changed = Keyset.parse(read, file.place()).withNewKey().json();

        assertThat(file.replace(read, changed)).isTrue();

        assertThat(file.read()).isEqualTo(changed);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatSomebodyElseChangedIsNotReplaced() {
        SecretValue read = file.read();
        SecretValue others = Keyset.parse(read, file.place()).withNewKey().json();
        assertThat(file.replace(read, others)).isTrue();

        assertThat(file.replace(read, Keyset.create().json())).isFalse();

        assertThat(file.read()).isEqualTo(others);
    }

    @Test
    void ofManyWhoChangeItAtTheSameTimeExactlyOneSucceeds() throws Exception {
        SecretValue read = file.read();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> changes = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit(() -> file.replace(
                            read, Keyset.parse(read, file.place()).withNewKey().json())))
                    .toList();
            int succeeded = 0;
            for (Future<Boolean> change : changes) {
                succeeded += change.get() ? 1 : 0;
            }
            assertThat(succeeded).isEqualTo(1);
        }
        assertThat(Keyset.parse(file.read(), file.place()).keys()).hasSize(2);
    }

    @Test
    void aFileThatCannotBeWrittenIsTold() throws Exception {
        SecretValue read = file.read();
        Files.createDirectories(directory.resolve("keyset.json.new/in-the-way"));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> file.replace(read, Keyset.create().json()))
                .withMessageContaining("the keyset in the file " + path + " cannot be written");
        assertThat(file.read()).isEqualTo(read);
    }

    @Test
    void aRotationKeepsTheOldKeysAndTheirOrder() {
        Keyset one = Keyset.create();
        Keyset two = one.withNewKey();
        long added = two.keys().getLast().id();
        Keyset rotated = two.withPrimary(added);

        assertThat(two.cipher().primaryKeyId()).isEqualTo(one.cipher().primaryKeyId());
        assertThat(rotated.cipher().primaryKeyId()).isEqualTo(added);
        assertThat(rotated.keys()).hasSize(2);
        assertThat(rotated.without(Set.of(one.cipher().primaryKeyId(), added)).keys())
                .containsExactly(new Keyset.Key(added, true, true));
    }
}
