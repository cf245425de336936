package io.sparksecrets.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.Surroundings;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.DatabaseKeysOpener;
import io.sparksecrets.store.database.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on the keys of an embedded database that a store has open at the same time. */
@SuppressWarnings("NullAway.Init")
class KeysCommandTest {

    @TempDir
    Path directory;

    private SecretStore store;

    @BeforeEach
    void open() {
        store = EmbeddedDatabase.open(directory.resolve("data"));
        for (int i = 0; i < 40; i++) {
            store.write("KEY_" + i, SecretValue.of("value " + i), OptionalLong.empty(), "ann");
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theOnlyKeyEncryptsAllValues() {
        CommandRun run = keys("show");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("ID +STATUS +VALUES\n[0-9]+ +primary +40\n")
                .contains("The keyset is the file " + directory.resolve("data/keyset.json"));
    }

    @Test
    void aRotationEncryptsAllAgainAndTheStoreReadsOn() throws Exception {
        String before = Files.readString(directory.resolve("data/keyset.json"));

        CommandRun run = keys("rotate");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("Added key [0-9]+ to the file ")
                .contains("Encrypted again: 40 of 40 values, ");
        assertThat(read("KEY_7")).isEqualTo("value 7");
        assertThat(keys("show").out()).containsPattern("enabled +0\n").containsPattern("primary +40\n");
        assertThat(Files.readString(directory.resolve("data/keyset.json"))).isNotEqualTo(before);
        assertThat(keys("reencrypt").out()).contains("0 of 0 values");

        assertThat(keys("prune").out()).containsPattern("Removed from the file .*: [0-9]+\\.");
        assertThat(keys("prune").out()).contains("There is no key to remove");
        assertThat(keys("show").out()).doesNotContain("enabled");
        assertThat(read("KEY_7")).isEqualTo("value 7");
    }

    @Test
    void aRotationMayPruneAtOnce() {
        CommandRun run = keys("rotate", "--prune");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Removed from the file ");
        store.write("LATER", SecretValue.of("later"), OptionalLong.empty(), "ann");
        assertThat(read("LATER")).isEqualTo("later");
    }

    @Test
    void noCommandShowsAKey() throws Exception {
        keys("rotate");
        String keyset = Files.readString(directory.resolve("data/keyset.json"));
        List<String> material = List.of(keyset.split("\"value\": ?\"")).stream()
                .skip(1)
                .map(text -> text.substring(0, text.indexOf('"')))
                .toList();
        assertThat(material).hasSize(2).allMatch(text -> text.length() > 40);

        for (String command : List.of("show", "rotate", "reencrypt", "prune")) {
            CommandRun run = keys(command);
            assertThat(run.out() + run.err()).doesNotContain(material);
        }
    }

    @Test
    void aKeysetIsMadeWhereThereIsNoneAndNeverReplaced() throws Exception {
        Path file = directory.resolve("new.json");

        assertThat(run("create", file.toString()).exitCode()).isZero();

        String made = Files.readString(file);
        assertThat(made).contains("primaryKeyId");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        CommandRun again = run("create", file.toString());
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("exists, and is not replaced");
        assertThat(Files.readString(file)).isEqualTo(made);
    }

    private CommandRun keys(String command, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = command;
        all[1] = "--data";
        all[2] = directory.resolve("data").toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return run(all);
    }

    private static CommandRun run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "keys";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.of(
                KeysCommand.create(new Surroundings().context(), new DatabaseKeysOpener(access -> Optional.empty())),
                all);
    }

    private String read(String path) {
        ReadRequest request = ReadRequest.newest(path);
        return store.read(List.of(request)).get(request) instanceof ReadResult.Text text
                ? text.value().reveal()
                : "not read";
    }
}
