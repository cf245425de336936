package io.sparksecrets.command.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.FakePrompt;
import io.sparksecrets.command.Surroundings;
import io.sparksecrets.command.line.Prompt;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStoreInMemory;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.adapter.StoreOpener;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@SuppressWarnings("NullAway.Init")
class SecretsCommandTest {

    @TempDir
    Path directory;

    private final SecretStoreInMemory store = new SecretStoreInMemory();
    private Prompt prompt = FakePrompt.nobody();
    private byte[] input = {};

    @Test
    void aValueThatIsPipedInIsStoredWithoutTheNewlineAtItsEnd() {
        CommandRun run = pipe("hünter2\n", "put", "team/DB");
        assertThat(run)
                .isEqualTo(new CommandRun(
                        0, "Stored team/DB, version 1. Jobs refer to it as '${secrets.team/DB}'.\n", ""));
        assertThat(store.value("team/DB")).isEqualTo("hünter2");
        assertThat(store.timesClosed()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"'a\n\n', 'a\n'", "'a\r\n', a", "'\na\n', '\na'", "a, a", "' a ', ' a '", "'a\uFEFF', 'a\uFEFF'"})
    void onlyOneNewlineIsDroppedAndNothingElse(String piped, String stored) {
        assertThat(pipe(piped, "put", "A").exitCode()).isZero();
        assertThat(store.value("A")).isEqualTo(stored);
    }

    @Test
    void theNewlineStaysOnRequestAndInAFile() throws Exception {
        assertThat(pipe("a\n", "put", "A", "--keep-newline").err()).isEmpty();
        assertThat(store.value("A")).isEqualTo("a\n");
        Path file = Files.writeString(directory.resolve("line.txt"), "a\n");
        assertThat(pipe("unread", "put", "B", "--from-file", file.toString(), "--keep-newline")
                        .err())
                .isEmpty();
        assertThat(store.value("B")).isEqualTo("a\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2\n", "hunter2\r\n", "hunter2\n\n"})
    void aFileOfOneLineKeepsItsNewlineAndThatIsTold(String content) throws Exception {
        Path file = Files.writeString(directory.resolve("line.txt"), content);
        CommandRun run = pipe("", "put", "A", "--from-file", file.toString());
        assertThat(run).isEqualTo(new CommandRun(0, "Stored A, version 1. Jobs refer to it as '${secrets.A}'.\n", """
                        note: the value is one line and ends in a newline, which is now a part of it; if it should be none, put it again with --strip-newline
                        """));
        assertThat(store.value("A")).isEqualTo(content);
        assertThat(pipe("", "put", "A", "--from-file", file.toString(), "--strip-newline")
                        .err())
                .isEmpty();
        assertThat(store.value("A")).isEqualTo("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-----BEGIN\nx\n-----END\n", "{\n  \"user\": \"u1\"\n}\n", "a", "a\nb"})
    void aFileOfSeveralLinesOrWithoutANewlineNeedsNoWord(String content) throws Exception {
        Path file = Files.writeString(directory.resolve("lines.txt"), content);
        assertThat(pipe("", "put", "A", "--from-file", file.toString()).err()).isEmpty();
        assertThat(store.value("A")).isEqualTo(content);
    }

    @Test
    void ofWhatIsPipedInTheNewlinesThatStayAreTold() {
        assertThat(pipe("a\n\n", "put", "A").err()).startsWith("note: the value is one line and ends in a newline");
        assertThat(pipe("a\n\n", "put", "A", "--strip-newline").err()).isEmpty();
        assertThat(store.value("A")).isEqualTo("a");
        assertRefused(
                pipe("a\n", "put", "A", "--strip-newline", "--keep-newline"),
                "--keep-newline and --strip-newline contradict each other");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheValueAndThatIsTold() throws Exception {
        CommandRun run = pipe("\uFEFFhunter2\r\n", "put", "A");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEqualTo("""
                note: the byte order mark at the beginning of standard input is no part of the value; if it should be, add --keep-byte-order-mark
                """);
        assertThat(store.value("A")).isEqualTo("hunter2");

        Path file = Files.writeString(directory.resolve("bom.json"), "\uFEFF{\"user\":\"u1\"}");
        assertThat(pipe("", "put", "B", "--from-file", file.toString()).err())
                .contains("the byte order mark at the beginning of " + file + " is no part of the value");
        assertThat(store.value("B")).isEqualTo("{\"user\":\"u1\"}");

        assertThat(pipe("\uFEFFa", "put", "C", "--keep-byte-order-mark").err()).isEmpty();
        assertThat(store.value("C")).isEqualTo("\uFEFFa");
    }

    @Test
    void nothingButAByteOrderMarkIsAnEmptyValue() {
        assertThat(pipe("\uFEFF", "put", "A").exitCode()).isEqualTo(2);
        assertThat(store.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void textInAnotherUnicodeEncodingIsCalledSo(String charset) throws Exception {
        byte[] text = "\uFEFFhunter2".getBytes(Charset.forName(charset));
        String shown = charset.substring(0, 6);
        input = text;
        assertRefused(
                run("put", "A"),
                "standard input is %s text, as its byte order mark says; convert it to UTF-8, such as with iconv -f %s -t UTF-8"
                        .formatted(shown, shown));
        Path file = Files.write(directory.resolve("utf16.txt"), text);
        assertRefused(
                pipe("", "put", "A", "--from-file", file.toString()),
                "%s is %s text, as its byte order mark says; convert it to UTF-8, such as with iconv -f %s -t UTF-8"
                        .formatted(file, shown, shown));
        assertThat(store.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "--hunter2", "-xhunter2", "--value=hunter2", "--password=hunter2", "-p=hunter2"})
    void aValueAsAnArgumentIsRefusedAndNotRepeated(String argument) {
        CommandRun run = pipe("", "put", "A", argument);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("a value is never an argument", "pipe it in, use --from-file")
                .doesNotContain("hunter2");
        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    void aMistypedOptionIsToldApartFromAValue() {
        assertThat(pipe("", "put", "A", "--form-file=hunter2").err())
                .startsWith("error: there is no option --form-file; did you mean --from-file?\n")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bad key         | "bad key" is no key of a secret. A key has letters, digits, "_", "-" and ".", in segments with "/" between them that begin with a letter, a digit or "_", 253 characters at most
            A#field         | "A#field" is no key of a secret. A key has letters, digits, "_", "-" and ".", in segments with "/" between them that begin with a letter, a digit or "_", 253 characters at most
            A@1             | "A@1" is no key of a secret. A key has letters, digits, "_", "-" and ".", in segments with "/" between them that begin with a letter, a digit or "_", 253 characters at most
            A:-b            | "A:-b" is no key of a secret. A key has letters, digits, "_", "-" and ".", in segments with "/" between them that begin with a letter, a digit or "_", 253 characters at most
            A}              | "A}" is no key of a secret. A key has letters, digits, "_", "-" and ".", in segments with "/" between them that begin with a letter, a digit or "_", 253 characters at most
            A}${secrets.B   | "A}${secrets.B" is no key of a secret. A key has letters, digits, "_", "-" and ".", in segments with "/" between them that begin with a letter, a digit or "_", 253 characters at most
            ${secrets.DB}   | "${secrets.DB}" is a reference; the key is what stands in it, as in DB_PASSWORD for ${secrets.DB_PASSWORD}
            """)
    void aKeyThatNoReferenceCanNameIsRefused(String key, String message) {
        assertRefused(pipe("x", "put", key), message);
        assertRefused(pipe("", "delete", key, "--yes"), message);
        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    void whatIsNoTextIsRefused() {
        input = new byte[] {'a', (byte) 0xFF};
        assertRefused(run("put", "A"), "standard input is not UTF-8 text (byte 2); encode it, such as with base64");
        assertRefused(
                pipe("a\0b", "put", "A"),
                "standard input holds a NUL character, which no variable can; encode it, such as with base64");
        assertRefused(
                pipe("x".repeat(1024 * 1024 + 1), "put", "A"),
                "standard input is longer than 1 MiB, which no Kubernetes Secret can hold");
        assertRefused(pipe("", "put", "A", "--from-file", "/none"), "there is no file /none");
        assertRefused(
                pipe("", "put", "A", "--from-file", directory.toString()), directory + " cannot be read (IOException)");
        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    void anEmptyValueHasToBeMeant() {
        assertRefused(
                pipe("\n", "put", "A"),
                "the value is empty, so nothing was stored; add --allow-empty if it is meant to be");
        assertThat(pipe("\n", "put", "A", "--allow-empty").exitCode()).isZero();
        assertThat(store.value("A")).isEmpty();
    }

    @Test
    void somebodyAtATerminalIsAskedTwiceAndNothingIsShown() {
        FakePrompt somebody = FakePrompt.somebodyWhoAnswers("hunter2", "hunter2");
        prompt = somebody;
        CommandRun run = run("put", "A");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out() + run.err()).doesNotContain("hunter2");
        assertThat(somebody.asked).containsExactly("hidden: Value of A (not shown): ", "hidden: The same again: ");
        assertThat(store.value("A")).isEqualTo("hunter2");

        prompt = FakePrompt.somebodyWhoAnswers("hunter2", "hunter3");
        assertRefused(run("put", "A"), "the two values differ; nothing was stored");
        prompt = FakePrompt.somebodyWithOutputRedirected();
        assertRefused(
                run("put", "A"),
                "the output is redirected, so the value cannot be asked for without showing it; pipe the value in instead");
    }

    @Test
    void anExpectedVersionIsPassedToTheStore() {
        assertThat(pipe("a", "put", "A", "--expect-version", "0").exitCode()).isZero();
        assertThat(pipe("a", "put", "A", "--expect-version", "0"))
                .isEqualTo(new CommandRun(1, "", "error: A has version 1, not 0\n"));
        assertRefused(
                pipe("a", "put", "A", "--expect-version", "-1"),
                "--expect-version takes a version from 1, or 0 for a secret that must not exist yet");
    }

    @Test
    void secretsAreListedAsATableOrAsJson() throws Exception {
        store.put(new SecretMetadata("DB", 3, Instant.EPOCH, Instant.parse("2026-11-23T22:31:05.9Z"), "ann"));
        store.put(new SecretMetadata("team/long/KEY", 0, Instant.EPOCH, Instant.EPOCH, ""));
        store.put(new SecretMetadata("made\u001b[2Jby/hand", 12, Instant.EPOCH, Instant.EPOCH, "a\nb"));
        assertThat(run("list")).isEqualTo(new CommandRun(0, """
                KEY              VERSION  UPDATED               BY
                DB               3        2026-11-23T22:31:05Z  ann
                made?[2Jby/hand  12       1970-01-01T00:00:00Z  a?b
                team/long/KEY    -        1970-01-01T00:00:00Z  -
                """, ""));
        CommandRun json = run("list", "team/", "-o", "json");
        assertThat(JsonMapper.shared().readTree(json.out()).toString())
                .isEqualTo(
                        "[{\"key\":\"team/long/KEY\",\"version\":0,\"createdAt\":\"1970-01-01T00:00:00Z\",\"updatedAt\":\"1970-01-01T00:00:00Z\",\"updatedBy\":\"\"}]");
    }

    @Test
    void anEmptyListIsNoError() {
        assertThat(run("list")).isEqualTo(new CommandRun(0, "", "There are no secrets.\n"));
        assertThat(run("list", "team")).isEqualTo(new CommandRun(0, "", "There are no secrets in team.\n"));
        assertThat(run("list", "-o", "json").out().strip()).isEqualTo("[ ]");
    }

    @Test
    void allPagesAreListed() {
        IntStream.range(0, 2500)
                .forEach(i -> store.put(new SecretMetadata("k%04d".formatted(i), 1, Instant.EPOCH, Instant.EPOCH, "")));
        assertThat(run("list").out().lines()).hasSize(2501);
    }

    @Test
    void aSecretIsDeletedOnlyWhenThatIsConfirmed() {
        pipe("a", "put", "A");
        assertRefused(run("delete", "A"), "nothing was deleted: there is no terminal to ask on; add --yes");
        FakePrompt somebody = FakePrompt.somebodyWhoAnswers("n");
        prompt = somebody;
        assertThat(run("delete", "A")).isEqualTo(new CommandRun(1, "", "error: nothing was deleted\n"));
        assertThat(somebody.asked).containsExactly("Delete A with all its versions? [y/N] ");
        assertThat(store.isEmpty()).isFalse();
        prompt = FakePrompt.somebodyWhoAnswers("Yes");
        assertThat(run("delete", "A")).isEqualTo(new CommandRun(0, "Deleted A.\n", ""));
        assertThat(store.isEmpty()).isTrue();
        assertThat(run("delete", "A", "--yes")).isEqualTo(new CommandRun(1, "", "error: there is no secret A\n"));
    }

    @Test
    void theSettingsOfTheStoreAreTakenFromFlagsVariablesAndFile() throws Exception {
        Path config = Files.writeString(directory.resolve("config.yaml"), "dataDirectory: /of/file\n");
        StoreOpener opener = (where, within) -> {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "opened " + where.place());
        };
        assertThat(list(opener)).isEqualTo("error: opened embedded database in /home/ann/.local/share/spark-secrets\n");
        assertThat(list(opener, "--config", config.toString()))
                .isEqualTo("error: opened embedded database in /of/file\n");
        assertThat(list(opener, "--config=" + config, "--data=/of/flag"))
                .isEqualTo("error: opened embedded database in /of/flag\n");
    }

    @Test
    void aWrongConfigurationIsToldBeforeAValueIsAskedFor() {
        prompt = FakePrompt.somebodyWhoAnswers();
        CommandRun run = run("put", "A", "--secret-store-type", "vault", "--config", "/none.yaml");
        assertThat(run).isEqualTo(new CommandRun(2, "", """
                        error: there is no configuration file /none.yaml
                        error: secretStore.type (--secret-store-type) is vault, so secretStore.vaultSettings needs a way to authenticate: token, tokenFile, tokenSecret, appRole or kubernetes
                        error: secretStore.type (--secret-store-type) is vault, so secretStore.vaultSettings.endpoint must be given
                        error: secretStore.type (--secret-store-type) is vault, so secretStore.vaultSettings.path must be given
                        """));
    }

    @Test
    void aStoreIsChosenByItsName() throws Exception {
        Path config = Files.writeString(
                directory.resolve("config.yaml"), "dataDirectory: /data\nstores: {archive: {type: database}}\n");
        StoreOpener opener = (where, within) -> {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "opened " + where.place());
        };
        assertThat(list(opener, "--config=" + config, "--store=archive"))
                .isEqualTo("error: opened embedded database in /data/stores/archive\n");
        assertThat(list(opener, "--config=" + config, "--store=database"))
                .isEqualTo("error: opened embedded database in /data\n");
        assertThat(list(opener, "--config=" + config, "--store=arcive"))
                .isEqualTo("error: there is no store \"arcive\"; did you mean \"archive\"?\n");
        assertThat(list(opener, "--config=" + config, "--store=x"))
                .isEqualTo("error: there is no store \"x\"; the stores are database, archive\n");
        assertThat(pipe("a", "put", "A", "--config", config.toString(), "--store", "archive")
                        .out())
                .isEqualTo("Stored A, version 1. Jobs refer to it as '${secrets:archive:A}'.\n");
    }

    private CommandRun pipe(String text, String... arguments) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return run(arguments);
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(
                SecretsCommand.create(new Surroundings()
                        .store(store)
                        .input(input)
                        .prompt(prompt)
                        .context()),
                withCommand(arguments));
    }

    private static String list(StoreOpener opener, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "list";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.of(
                        SecretsCommand.create(new Surroundings().stores(opener).context()), withCommand(all))
                .err();
    }

    private static String[] withCommand(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "secrets";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    private static void assertRefused(CommandRun run, String message) {
        assertThat(run).isEqualTo(new CommandRun(2, "", "error: " + message + "\n"));
    }
}
