package io.sparksecrets.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class NameKeyFileTest {

    @TempDir
    Path directory;

    @Test
    void aKeyThatIsOursIsMadeOnceAndForTheOwnerOnly() throws Exception {
        Path file = directory.resolve("data/delivery-name.key");
        byte[] made = NameKeyFile.read(ours(file));
        assertThat(made).hasSize(32);
        assertThat(NameKeyFile.read(ours(file))).isEqualTo(made);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(file.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void processesThatStartTogetherAgreeOnOneKey() throws Exception {
        Path file = directory.resolve("key");
        Callable<List<Byte>> start = () -> {
            byte[] key = NameKeyFile.read(ours(file));
            return Stream.iterate(0, i -> i + 1)
                    .limit(key.length)
                    .map(i -> key[i])
                    .toList();
        };
        try (var executor = Executors.newFixedThreadPool(16)) {
            Set<List<Byte>> keys = executor
                    .invokeAll(Stream.generate(() -> start).limit(200).toList())
                    .stream()
                    .map(future -> future.resultNow())
                    .collect(Collectors.toSet());
            assertThat(keys).hasSize(1);
        }
    }

    @Test
    void aKeyThatWasNamedIsReadAndNeverMade() throws Exception {
        Path file = directory.resolve("key");
        Configuration.Delivery delivery = new Configuration.Delivery(
                file, false, Optional.empty(), JavaArgumentFile.AUTO, false, 100, List.of(), "lease");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> NameKeyFile.read(delivery))
                .withMessage("delivery.nameKeyFile: the file that it names cannot be used (NoSuchFileException)");
        Files.write(file, new byte[31]);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> NameKeyFile.read(delivery))
                .withMessage(
                        "delivery.nameKeyFile: the file that it names is no key: a key is a file of 32 to 4096 random bytes");
        Files.write(file, new byte[64]);
        assertThat(NameKeyFile.read(delivery)).hasSize(64);
    }

    @Test
    void aKeyOfOursThatCannotBeUsedIsNamed() throws Exception {
        Path file = Files.write(directory.resolve("key"), new byte[31]);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> NameKeyFile.read(ours(file)))
                .withMessage("delivery.nameKeyFile: the file " + file
                        + " is no key: a key is a file of 32 to 4096 random bytes");
    }

    private static Configuration.Delivery ours(Path file) {
        return new Configuration.Delivery(
                file, true, Optional.empty(), JavaArgumentFile.AUTO, false, 100, List.of(), "lease");
    }
}
