package io.sparksecrets.command.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.FakePrompt;
import io.sparksecrets.command.Surroundings;
import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.command.line.Prompt;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStoreInMemory;
import io.sparksecrets.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ExportImportTest {

    private static final String PASSPHRASE = "correct horse battery staple";

    @TempDir
    Path directory;

    private final Map<String, SecretStoreInMemory> stores = new TreeMap<>();
    private final Map<String, String> environment =
            new TreeMap<>(Map.of("HOME", "/home/ann", "SPARK_SECRETS_PASSPHRASE", PASSPHRASE));
    private SecretStoreInMemory source;
    private SecretStoreInMemory target;
    private Prompt prompt = FakePrompt.nobody();
    private Path config;
    private Path file;

    @BeforeEach
    void configureStores() throws Exception {
        config = Files.writeString(directory.resolve("config.yaml"), """
                dataDirectory: /data
                stores:
                  archive: {type: database}
                  vault:
                    type: vault
                    vaultSettings: {endpoint: "http://vault:8200", path: /v1/secret/data/team, token: t}
                """);
        source = store("database");
        target = store("archive");
        file = directory.resolve("out").resolve("secrets.export");
        Files.createDirectory(file.getParent());
    }

    @Test
    void whatIsExportedIsImportedAndASecondImportFindsItThere() throws Exception {
        write(source, "A", "hunter2");
        write(source, "team/B", "");
        write(source, "team/C", "quote\" \\ \n\t\u0001 ü € \ud83d\ude00 half \ud83d");
        assertThat(export())
                .isEqualTo(new CommandRun(
                        0, "From memory to %s: 3 exported and read back, 0 failed.\n".formatted(file), ""));
        assertThat(restore())
                .isEqualTo(new CommandRun(
                        0,
                        "From %s to archive: 3 written, 0 the same already, 0 in conflict, 0 failed.\n".formatted(file),
                        ""));
        for (String path : source.paths()) {
            assertThat(target.value(path)).as(path).isEqualTo(source.value(path));
        }
        assertThat(restore().out())
                .isEqualTo("From %s to archive: 0 written, 3 the same already, 0 in conflict, 0 failed.\n"
                        .formatted(file));
    }

    @Test
    void theFileHoldsNoValueOpenlyAndOnlyItsOwnerReadsIt() throws Exception {
        write(source, "A", "hunter2-hunter2");
        export();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .startsWith("spark-secrets export, format 1\n")
                .doesNotContain("hunter2")
                .doesNotContain("path");
        assertThat(leftBeside()).containsExactly("secrets.export");
    }

    @Test
    void onlyTheFolderThatIsNamedIsExportedOrImported() {
        write(source, "A", "1");
        write(source, "team/B", "2");
        write(source, "team/db/C", "3");
        assertThat(export("--folder", "team").out()).contains("2 exported");
        assertThat(restore("--folder", "team/db").exitCode()).isZero();
        assertThat(target.paths()).containsExactly("team/db/C");
        assertThat(restore("--folder", "taem").err())
                .isEqualTo("error: there are no secrets in the folder taem of %s\n".formatted(file));
        assertThat(export("--folder", "taem", "--overwrite"))
                .isEqualTo(new CommandRun(
                        1, "", "error: there are no secrets in the folder taem of the store \"memory\"\n"));
        assertThat(restore().exitCode()).as("the file of before is still there").isZero();
    }

    @Test
    void aDryRunWritesNothing() {
        write(source, "A", "1");
        export();
        assertThat(restore("--dry-run").out()).contains("A    to be written", "1 to be written, 0 the same already");
        assertThat(target.isEmpty()).isTrue();
    }

    @Test
    void anotherValueIsAConflictThatIsLeftUnlessItShallBeOverwritten() {
        write(source, "A", "hunter2");
        write(target, "A", "hunter3");
        export();
        CommandRun run = restore();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("A    conflict").doesNotContain("hunter");
        assertThat(target.value("A")).isEqualTo("hunter3");
        assertThat(restore("--overwrite").exitCode()).isZero();
        assertThat(target.value("A")).isEqualTo("hunter2");
    }

    @Test
    void aSecretOfAVaultWithFieldsBecomesAJsonObjectElsewhereAndDoesNotGoBackIntoAVault() {
        source.putFields("DB", Map.of("user", "ann", "password", "hunter2"));
        export();
        assertThat(restore().exitCode()).isZero();
        assertThat(target.value("DB")).isEqualTo("{\"password\":\"hunter2\",\"user\":\"ann\"}");
        SecretStoreInMemory vault = store("vault");
        CommandRun run = run("import", "--to", "vault", "--file", file.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("it has fields").doesNotContain("hunter2");
        assertThat(vault.isEmpty()).isTrue();
    }

    @Test
    void anImportThatWasInterruptedIsContinuedByTheSameCommand() {
        for (int i = 0; i < 120; i++) {
            write(source, "K%03d".formatted(i), "v" + i);
        }
        export();
        target.refuses("K070", new StoreException(StoreException.Reason.UNAVAILABLE, "it is down"));
        target.available = false;
        assertThat(restore().err())
                .contains("the store \"memory\" cannot be asked: it is down", "50 of 120 secrets are done");
        target.available = true;
        target.takesAll();
        assertThat(restore().out()).contains("50 written, 70 the same already");
        assertThat(target.paths()).hasSize(120);
    }

    @Test
    void aSecretThatCannotBeReadKeepsTheFileFromBeingWrittenUnlessThatIsWanted() throws Exception {
        write(source, "A", "1");
        write(source, "B", "2");
        source.answer("A", new ReadResult.Unavailable("its key is not in the keyset"));
        assertThat(export()).isEqualTo(new CommandRun(1, """
                KEY  RESULT  WHY
                A    failed  its key is not in the keyset
                """, """
                error: %s was not written: 1 of 2 secrets cannot be read; --incomplete writes it without them
                """.formatted(file)));
        assertThat(leftBeside()).isEmpty();
        CommandRun run = export("--incomplete");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("1 exported and read back, 1 failed.");
        assertThat(restore().exitCode()).isZero();
        assertThat(target.paths()).containsExactly("B");
    }

    @Test
    void aFileThatExistsIsLeftUnlessItShallBeReplaced() throws Exception {
        write(source, "A", "1");
        Files.writeString(file, "mine");
        assertThat(export())
                .isEqualTo(new CommandRun(
                        2, "", "error: %s exists, and was left as it is; --overwrite replaces it\n".formatted(file)));
        assertThat(file).hasContent("mine");
        assertThat(export("--overwrite").exitCode()).isZero();
        assertThat(restore().exitCode()).isZero();
    }

    @Test
    void aPlaceWhereNoFileCanBeIsToldBeforeAnythingIsAsked() {
        prompt = FakePrompt.somebodyWhoAnswers();
        environment.remove("SPARK_SECRETS_PASSPHRASE");
        file = directory.resolve("out");
        assertThat(export("--overwrite").err()).isEqualTo("error: %s is a directory; name a file\n".formatted(file));
        file = directory.resolve("nowhere/secrets.export");
        assertThat(export())
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "error: %s cannot be written: there is no directory %s\n".formatted(file, file.getParent())));
    }

    @Test
    void aWrongPassphraseIsToldAndNothingIsWritten() {
        write(source, "A", "1");
        export();
        environment.put("SPARK_SECRETS_PASSPHRASE", "another one that is long");
        assertThat(restore())
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "error: the passphrase is not that of %s, or the beginning of the file was altered\n"
                                .formatted(file)));
        assertThat(target.isEmpty()).isTrue();
    }

    @Test
    void whereverAFileIsCutOffThatIsToldAndNothingIsWritten() throws Exception {
        byte[] whole = exportOfSeveralSegments();
        for (int length : List.of(whole.length - 1, whole.length / 2, 1024 * 1024, 200, 80, 40)) {
            Files.write(file, Arrays.copyOf(whole, length));
            CommandRun run = restore();
            assertThat(run.exitCode()).as("%d bytes", length).isEqualTo(2);
            assertThat(run.err()).as("%d bytes", length).contains("is cut off: ", "take another copy of it");
        }
        assertThat(target.isEmpty()).isTrue();
    }

    @Test
    void whereverAFileIsAlteredNothingIsWritten() throws Exception {
        byte[] whole = exportOfSeveralSegments();
        for (int at : List.of(45, 50, 70, 90, 140, whole.length / 2, whole.length - 1)) {
            byte[] altered = whole.clone();
            altered[at] ^= 1;
            Files.write(file, altered);
            CommandRun run = restore();
            assertThat(run.exitCode()).as("byte %d".formatted(at)).isEqualTo(2);
            assertThat(run.err()).as("byte %d".formatted(at)).containsPattern("was altered|is cut off");
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        Files.write(file, longer);
        assertThat(restore().err()).contains("was altered after it was written");
        assertThat(target.isEmpty()).isTrue();
    }

    @Test
    void theBeginningOfOneFileDoesNotFitTheContentOfAnother() throws Exception {
        byte[] whole = exportOfSeveralSegments();
        write(source, "SMALL", "1");
        export("--folder", "", "--overwrite");
        byte[] other = Files.readAllBytes(file);
        // The beginning of one file with the content of another: each is in order by itself.
        byte[] mixed = other.clone();
        System.arraycopy(whole, 0, mixed, 0, 59);
        Files.write(file, mixed);
        assertThat(restore().err()).contains("the beginning of the file was altered");
        assertThat(target.isEmpty()).isTrue();
    }

    @Test
    void aFileOfAnotherKindOrOfANewerFormatIsTold() throws Exception {
        for (String content :
                List.of("", "spark-secrets", "-----BEGIN PGP MESSAGE-----\n", "spark-secrets export, format x\n")) {
            Files.writeString(file, content);
            assertThat(restore())
                    .isEqualTo(new CommandRun(
                            2,
                            "",
                            "error: %s is no file that \"spark-secrets export\" wrote: it does not begin as one\n"
                                    .formatted(file)));
        }
        Files.writeString(file, "spark-secrets export, format 2\nwhatever");
        assertThat(restore().err())
                .isEqualTo("error: %s has the format 2, which a newer version of spark-secrets wrote; ".formatted(file)
                        + "this one reads the format 1, so take that version\n");
        Files.delete(file);
        assertThat(restore().err()).isEqualTo("error: there is no file %s\n".formatted(file));
    }

    @Test
    void thePassphraseIsTypedTwiceForAnExportAndOnceForAnImport() {
        write(source, "A", "1");
        environment.remove("SPARK_SECRETS_PASSPHRASE");
        FakePrompt asked = FakePrompt.somebodyWhoAnswers(PASSPHRASE, PASSPHRASE, PASSPHRASE);
        prompt = asked;
        assertThat(export().exitCode()).isZero();
        assertThat(restore().exitCode()).isZero();
        assertThat(asked.asked)
                .containsExactly(
                        "hidden: New passphrase for %s (not shown): ".formatted(file),
                        "hidden: The same again: ",
                        "hidden: Passphrase of %s (not shown): ".formatted(file));
    }

    @Test
    void twoPassphrasesThatDifferAreRefused() throws Exception {
        environment.remove("SPARK_SECRETS_PASSPHRASE");
        prompt = FakePrompt.somebodyWhoAnswers(PASSPHRASE, "another one that is long");
        assertThat(export())
                .isEqualTo(new CommandRun(2, "", "error: the two passphrases differ; nothing was written\n"));
        assertThat(leftBeside()).isEmpty();
    }

    @Test
    void thePassphraseCanBeInAFileWhoseLastNewlineAndByteOrderMarkAreDropped() throws Exception {
        write(source, "A", "1");
        environment.remove("SPARK_SECRETS_PASSPHRASE");
        Path first = Files.writeString(directory.resolve("first"), PASSPHRASE + "\n");
        Path second = Files.writeString(directory.resolve("second"), "\uFEFF" + PASSPHRASE);
        assertThat(export("--passphrase-file", first.toString()).exitCode()).isZero();
        assertThat(restore("--passphrase-file", second.toString()).exitCode()).isZero();
        assertThat(restore("--passphrase-file", "/nowhere").err()).isEqualTo("error: there is no file /nowhere\n");
    }

    @Test
    void aPassphraseThatIsMissingOrShortIsRefusedWithoutBeingShown() {
        environment.put("SPARK_SECRETS_PASSPHRASE", "hunter2");
        assertThat(export())
                .isEqualTo(
                        new CommandRun(
                                2,
                                "",
                                "error: the passphrase has 7 characters; take 12 or more, because it guards every secret of the file\n"));
        environment.remove("SPARK_SECRETS_PASSPHRASE");
        assertThat(export())
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "error: there is no terminal to ask for the passphrase; take --passphrase-file FILE, or set the variable"
                                + " SPARK_SECRETS_PASSPHRASE\n"));
        CommandRun typed = export("hunter2");
        assertThat(typed.err())
                .contains("there are arguments that the command does not take")
                .doesNotContain("hunter2");
    }

    @Test
    void thePassphraseIsTheSameHoweverItsCharactersAreComposed() {
        write(source, "A", "1");
        environment.put("SPARK_SECRETS_PASSPHRASE", "gr\u00fc\u00dfe aus K\u00f6ln");
        export();
        environment.put("SPARK_SECRETS_PASSPHRASE", "gru\u0308\u00dfe aus Ko\u0308ln");
        assertThat(restore().exitCode()).isZero();
    }

    /** With values of which each is longer than a segment of the encryption. */
    private byte[] exportOfSeveralSegments() throws IOException {
        write(source, "A", "a".repeat(1_500_000));
        write(source, "B", "b".repeat(1_500_000));
        assertThat(export().exitCode()).isZero();
        return Files.readAllBytes(file);
    }

    private List<String> leftBeside() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("out"))) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private SecretStoreInMemory store(String name) {
        stores.putIfAbsent(name, new SecretStoreInMemory());
        return Objects.requireNonNull(stores.get(name));
    }

    private static void write(SecretStoreInMemory store, String path, String value) {
        store.write(path, SecretValue.of(value), OptionalLong.empty(), "ann");
    }

    private CommandRun export(String... options) {
        return run(
                Stream.concat(Stream.of("export", "--from", "database", "--file", file.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private CommandRun restore(String... options) {
        return run(Stream.concat(Stream.of("import", "--to", "archive", "--file", file.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private CommandRun run(String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
                .toArray(String[]::new);
        CommandContext context = new Surroundings()
                .stores((where, within) -> store(where.name()))
                .prompt(prompt)
                .environment(environment)
                .context();
        return CommandRun.of(
                arguments[0].equals("export") ? ExportCommand.create(context) : ImportCommand.create(context), all);
    }
}
