package io.sparksecrets.command.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.CommandRun;
import io.sparksecrets.command.FakePrompt;
import io.sparksecrets.command.Surroundings;
import io.sparksecrets.command.line.Prompt;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStoreInMemory;
import io.sparksecrets.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class CopyCommandTest {

    @TempDir
    Path directory;

    private final Map<String, SecretStoreInMemory> stores = new TreeMap<>();
    private SecretStoreInMemory source;
    private SecretStoreInMemory target;
    private Prompt prompt = FakePrompt.nobody();
    private Path config;
    private String broken = "";

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
    }

    @Test
    void allSecretsAreCopiedAndASecondCopyFindsThemThere() {
        write(source, "A", "1");
        write(source, "team/B", "2");
        assertThat(copy())
                .isEqualTo(new CommandRun(
                        0, "From database to archive: 2 written, 0 the same already, 0 in conflict, 0 failed.\n", ""));
        assertThat(target.value("A")).isEqualTo("1");
        assertThat(target.value("team/B")).isEqualTo("2");
        assertThat(copy().out())
                .isEqualTo("From database to archive: 0 written, 2 the same already, 0 in conflict, 0 failed.\n");
        assertThat(source.timesClosed()).isEqualTo(2);
        assertThat(target.timesClosed()).isEqualTo(2);
    }

    @Test
    void onlyTheFolderThatIsNamedIsCopied() {
        write(source, "A", "1");
        write(source, "team/B", "2");
        assertThat(copy("--folder", "team/").exitCode()).isZero();
        assertThat(target.paths()).containsExactly("team/B");
    }

    @Test
    void aDryRunSaysWhatWouldBeWrittenAndWritesNothing() {
        write(source, "A", "1");
        write(source, "B", "hunter2");
        write(target, "A", "1");
        assertThat(copy("--dry-run")).isEqualTo(new CommandRun(0, """
                KEY  RESULT         WHY
                B    to be written
                From database to archive: 1 to be written, 1 the same already, 0 in conflict, 0 failed.
                """, ""));
        assertThat(target.paths()).containsExactly("A");
    }

    @Test
    void anotherValueIsAConflictThatIsLeftUnlessItShallBeOverwritten() {
        write(source, "A", "hunter2");
        write(target, "A", "hunter3");
        CommandRun run = copy();
        assertThat(run).isEqualTo(new CommandRun(1, """
                KEY  RESULT    WHY
                A    conflict  another value is there, and was left as it is
                From database to archive: 0 written, 0 the same already, 1 in conflict, 0 failed.
                A conflict is another value that is there; it was left as it is. --overwrite replaces it.
                """, ""));
        assertThat(target.value("A")).isEqualTo("hunter3");
        assertThat(copy("--overwrite").exitCode()).isZero();
        assertThat(target.value("A")).isEqualTo("hunter2");
    }

    @Test
    void fieldsBecomeAJsonObjectUnlessThereIsOnlyTheFieldValue() {
        source.putFields("ONE", Map.of("value", "plain"));
        source.putFields("DB", Map.of("user", "ann", "password", "a\"b"));
        assertThat(copy().exitCode()).isZero();
        assertThat(target.value("ONE")).isEqualTo("plain");
        assertThat(target.value("DB")).isEqualTo("{\"password\":\"a\\\"b\",\"user\":\"ann\"}");
    }

    @Test
    void fieldsAreNotFlattenedIntoAVault() {
        source.putFields("DB", Map.of("user", "ann", "password", "hunter2"));
        SecretStoreInMemory vault = store("vault");
        CommandRun run = run("--from", "database", "--to", "vault");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("it has fields, of which only \"value\" can be written to a Vault; copy it with: vault kv")
                .doesNotContain("hunter2");
        assertThat(vault.isEmpty()).isTrue();
    }

    @Test
    void whatDoesNotReadBackAsItWasWrittenFails() {
        write(source, "A", "hunter2");
        target.corrupts = true;
        CommandRun run = copy();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("A    failed  it was written, but what was read back is not the same")
                .doesNotContain("hunter2");
    }

    @Test
    void aSecretThatTheStoreDoesNotTakeFailsAndTheOthersAreCopied() {
        write(source, "A", "1");
        write(source, "B", "2");
        target.refuses("A", new StoreException(StoreException.Reason.UNSUPPORTED, "A is too large"));
        assertThat(copy()).isEqualTo(new CommandRun(1, """
                KEY  RESULT  WHY
                A    failed  A is too large
                From database to archive: 1 written, 0 the same already, 0 in conflict, 1 failed.
                """, ""));
    }

    @Test
    void aStoreThatGoesAwayEndsTheCopyWhichTheSameCommandContinues() {
        for (int i = 0; i < 120; i++) {
            write(source, "K%03d".formatted(i), "v" + i);
        }
        target.refuses("K070", new StoreException(StoreException.Reason.UNAVAILABLE, "it is down"));
        target.available = false;
        CommandRun run = copy();
        assertThat(run).isEqualTo(new CommandRun(1, "", """
                error: the store "memory" cannot be asked: it is down
                       50 of 120 secrets are done, 50 of them written; run the same command again to go on: what is there already is skipped
                """));
        target.takesAll();
        assertThat(copy().out())
                .isEqualTo("From database to archive: 50 written, 70 the same already, 0 in conflict, 0 failed.\n");
        assertThat(target.paths()).hasSize(120);
    }

    @Test
    void oneSecretThatCannotBeReadOrWrittenDoesNotStopTheOthers() {
        for (String path : new String[] {"A", "B", "C", "D", "E"}) {
            write(source, path, "hunter2");
        }
        source.answer("A", new ReadResult.Unavailable("its key is not in the keyset"));
        source.answer("B", new ReadResult.Denied("the token may not read it"));
        source.answer("C", new ReadResult.NotFound("there is no such secret"));
        target.refuses("D", new StoreException(StoreException.Reason.UNAVAILABLE, "the lock was not given"));
        assertThat(copy()).isEqualTo(new CommandRun(1, """
                KEY  RESULT  WHY
                A    failed  its key is not in the keyset
                B    failed  the token may not read it
                D    failed  the lock was not given
                From database to archive: 1 written, 0 the same already, 0 in conflict, 3 failed, 1 deleted while this ran.
                """, ""));
    }

    @Test
    void aFolderWithoutSecretsIsTakenForAMistake() {
        write(source, "team/B", "2");
        assertThat(copy("--folder", "taem"))
                .isEqualTo(new CommandRun(
                        1, "", "error: there are no secrets in the folder taem of the store \"database\"\n"));
    }

    @Test
    void ofVeryManyOnlySomeAreShown() {
        for (int i = 0; i < 1100; i++) {
            write(source, "K%04d".formatted(i), "v");
        }
        assertThat(copy("--dry-run").out())
                .contains("K0999  to be written\n... and 100 more, which are not shown")
                .doesNotContain("K1000");
    }

    @Test
    void aTerminalSeesABar() {
        write(source, "A", "1");
        prompt = FakePrompt.somebodyWhoAnswers();
        assertThat(copy().err()).isEqualTo("\r[##############################] 1 of 1\n");
    }

    @Test
    void anEmptyStoreHasNothingToCopy() {
        assertThat(copy().out())
                .isEqualTo("From database to archive: 0 written, 0 the same already, 0 in conflict, 0 failed.\n");
    }

    @Test
    void ofTwoStoresTheOneThatCannotBeOpenedIsNamed() {
        broken = "archive";
        assertThat(copy())
                .isEqualTo(
                        new CommandRun(1, "", "error: the store \"archive\" cannot be opened: its keyset is gone\n"));
        assertThat(source.timesClosed()).isEqualTo(1);
    }

    @Test
    void aFolderThatCannotBeIsRefused() {
        assertThat(copy("--folder", "../team").err())
                .startsWith("error: \"../team\" is no folder of secrets. A folder has letters");
    }

    @Test
    void storesHaveToBeTwoThatAreConfigured() {
        assertThat(run("--from", "database", "--to", "database"))
                .isEqualTo(new CommandRun(2, "", "error: --from and --to are the same store; name two\n"));
        assertThat(run("--from", "database", "--to", "arcive"))
                .isEqualTo(new CommandRun(2, "", "error: there is no store \"arcive\"; did you mean \"archive\"?\n"));
    }

    private SecretStoreInMemory open(String name) {
        if (name.equals(broken)) {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "its keyset is gone");
        }
        return store(name);
    }

    private SecretStoreInMemory store(String name) {
        stores.putIfAbsent(name, new SecretStoreInMemory());
        return Objects.requireNonNull(stores.get(name));
    }

    private static SecretMetadata write(SecretStoreInMemory store, String path, String value) {
        return store.write(path, SecretValue.of(value), OptionalLong.empty(), "ann");
    }

    private CommandRun copy(String... options) {
        String[] all = new String[options.length + 4];
        System.arraycopy(new String[] {"--from", "database", "--to", "archive"}, 0, all, 0, 4);
        System.arraycopy(options, 0, all, 4, options.length);
        return run(all);
    }

    private CommandRun run(String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "copy";
        System.arraycopy(options, 0, all, 1, options.length);
        all[all.length - 2] = "--config";
        all[all.length - 1] = config.toString();
        return CommandRun.of(
                CopyCommand.create(new Surroundings()
                        .stores((where, within) -> open(where.name()))
                        .prompt(prompt)
                        .context()),
                all);
    }
}
