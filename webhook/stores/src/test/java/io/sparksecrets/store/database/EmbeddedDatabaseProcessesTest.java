package io.sparksecrets.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with the same embedded store, as {@code serve} in one terminal and {@code secrets put} in another. */
@SuppressWarnings("NullAway.Init")
class EmbeddedDatabaseProcessesTest {

    @TempDir
    Path directory;

    @Test
    void aSecondProcessReadsWhatTheFirstWroteAndTheOtherWayRound() throws Exception {
        try (SecretStore store = EmbeddedDatabase.open(directory);
                SecondProcess second = new SecondProcess(directory)) {
            write(store, "FIRST", "from the first");

            assertThat(second.answer()).isEqualTo("open");
            assertThat(second.ask("read FIRST")).isEqualTo("from the first");
            assertThat(second.ask("write SECOND from the second")).isEqualTo("written");
            assertThat(read(store, "SECOND")).isEqualTo("from the second");
            assertThat(second.ask("close")).isEqualTo("ended with 0");
            assertThat(read(store, "SECOND")).isEqualTo("from the second");
        }
    }

    @Test
    void whenTheProcessThatServesTheFileEndsAnotherTakesOver() throws Exception {
        for (String end : List.of("close", "halt")) {
            Path data = directory.resolve(end);
            try (SecondProcess server = new SecondProcess(data)) {
                assertThat(server.answer()).isEqualTo("open");
                try (SecretStore store = EmbeddedDatabase.open(data)) {
                    write(store, "BEFORE", "before");
                    assertThat(server.ask("read BEFORE")).isEqualTo("before");

                    assertThat(server.ask(end)).startsWith("ended");

                    assertThat(read(store, "BEFORE")).as("read after " + end).isEqualTo("before");
                    write(store, "AFTER", "after");
                    assertThat(read(store, "AFTER")).as("read after " + end).isEqualTo("after");
                    try (SecondProcess third = new SecondProcess(data)) {
                        assertThat(third.answer()).isEqualTo("open");
                        assertThat(third.ask("read AFTER")).isEqualTo("after");
                    }
                }
            }
        }
    }

    @Test
    void whatAProcessWroteIsThereEvenIfItIsKilledTheNextMoment() throws Exception {
        try (SecondProcess killed = new SecondProcess(directory)) {
            assertThat(killed.answer()).isEqualTo("open");
            for (int i = 0; i < 20; i++) {
                assertThat(killed.ask("write KEY_" + i + " value " + i)).isEqualTo("written");
            }
            assertThat(killed.ask("halt")).isEqualTo("ended with 9");
        }

        try (SecretStore store = EmbeddedDatabase.open(directory)) {
            for (int i = 0; i < 20; i++) {
                assertThat(read(store, "KEY_" + i)).isEqualTo("value " + i);
            }
        }
    }

    @Test
    void processesThatStartAtTheSameMomentInAnEmptyDirectoryShareOneStore() throws Exception {
        List<SecondProcess> processes = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                processes.add(new SecondProcess(directory));
            }
            for (SecondProcess process : processes) {
                assertThat(process.answer()).isEqualTo("open");
            }
            assertThat(processes.getFirst().ask("write KEY shared")).isEqualTo("written");
            for (SecondProcess process : processes) {
                assertThat(process.ask("read KEY")).isEqualTo("shared");
            }
        } finally {
            processes.forEach(SecondProcess::close);
        }
    }

    private static void write(SecretStore store, String path, String value) {
        store.write(path, SecretValue.of(value), OptionalLong.empty(), "");
    }

    private static String read(SecretStore store, String path) {
        ReadRequest request = ReadRequest.newest(path);
        ReadResult result = store.read(List.of(request)).get(request);
        return result instanceof ReadResult.Text text ? text.value().reveal() : "not read: " + result;
    }
}
