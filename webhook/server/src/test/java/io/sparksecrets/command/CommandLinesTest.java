package io.sparksecrets.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.secrets.SecretsCommand;
import io.sparksecrets.configuration.Setting;
import io.sparksecrets.configuration.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLinesTest {

    @Test
    void withoutACommandTheHelpIsShown() {
        CommandRun run = CommandRun.of(secrets());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "'${secrets.DB_PASSWORD}'", "secrets", "Exit codes:", "--debug", "-h, --help", "-V, --version");
        assertThat(run.err()).isEmpty();
        assertThat(CommandRun.of(secrets(), "--help").out()).isEqualTo(run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "list", "delete"})
    void everyCommandHasHelpThatShowsTheSettingsItTakes(String command) {
        CommandRun run = CommandRun.of(secrets(), "secrets", command, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "Usage: spark-secrets secrets " + command,
                        "--config=FILE",
                        "SPARK_SECRETS_CONFIG",
                        "-h, --help");
        for (Setting<?> setting : Settings.ofStores()) {
            assertThat(withoutBlanks(run.out())).contains(setting.variable(), setting.key());
            assertThat(run.out().contains(setting.flag() + "=")).isEqualTo(setting.hasFlag());
        }
        assertThat(run.out()).doesNotContain("misplaced", "picocli");
    }

    @Test
    void everySettingThatIsNoSecretCanBeAFlagOfACommand() {
        CommandLine serve =
                new CommandLine(CommandLine.Model.CommandSpec.create().name("serve"));
        new ConfigurationOptions(Map.of(), access -> Optional.empty()).addTo(serve.getCommandSpec(), Settings.all());
        String help = withoutBlanks(serve.setInterpolateVariables(false).getUsageMessage(CommandLine.Help.Ansi.OFF));
        for (Setting<?> setting : Settings.all()) {
            assertThat(help).contains(withoutBlanks(setting.description()), setting.variable(), setting.key());
            if (setting.hasFlag()) {
                assertThat(help)
                        .contains(
                                setting.flag() + "=VALUE",
                                withoutBlanks("Default: " + setting.defaultDescription()),
                                withoutBlanks(setting.variable() + ", in the file: " + setting.key()));
            } else {
                assertThat(help).doesNotContain(setting.flag() + "=");
            }
        }
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }

    @Test
    void theVersionNamesProgramAndJava() {
        assertThat(CommandRun.of(secrets(), "--version").out())
                .startsWith("spark-secrets ")
                .contains("Java " + Runtime.version());
    }

    @Test
    void whatIsMistypedIsAnErrorThatSaysWhatWasMeant() {
        assertThat(CommandRun.of(secrets(), "secret", "list"))
                .isEqualTo(
                        new CommandRun(
                                2,
                                "",
                                "error: there is no command \"secret\"; did you mean \"secrets\"?\nSee: spark-secrets --help\n"));
        assertThat(CommandRun.of(secrets(), "secrets", "lsit").err())
                .isEqualTo(
                        "error: there is no command \"lsit\"; did you mean \"list\"?\nSee: spark-secrets secrets --help\n");
        assertThat(CommandRun.of(secrets(), "secrets", "list", "--ouput=json").err())
                .isEqualTo(
                        "error: there is no option --ouput; did you mean --output?\nSee: spark-secrets secrets list --help\n");
        assertThat(CommandRun.of(secrets(), "secrets", "put").err())
                .isEqualTo("error: Missing: KEY\nSee: spark-secrets secrets put --help\n");
    }

    @Test
    void argumentsThatNobodyExpectedAreNotRepeated() {
        assertThat(CommandRun.of(secrets(), "secrets", "list", "team", "hunter2")
                        .err())
                .isEqualTo(
                        "error: there are arguments that the command does not take\nSee: spark-secrets secrets list --help\n");
        assertThat(CommandRun.of(secrets(), "secrets", "list", "--hunter2").err())
                .isEqualTo(
                        "error: there is an option that the command does not know\nSee: spark-secrets secrets list --help\n");
        assertThat(CommandRun.of(secrets(), "put", "KEY", "hunter2").err()).doesNotContain("hunter2");
    }

    @Test
    void whatAnOptionDoesNotTakeIsNotRepeated() {
        for (List<String> arguments : List.of(
                List.of("secrets", "list", "--output", "hunter2"),
                List.of("secrets", "put", "KEY", "--expect-version", "hunter2"),
                List.of("secrets", "put", "KEY", "--strip-newline=hunter2"),
                List.of("secrets", "list", "--secret-store-vault-settings-endpoint", "https://a:hunter2@vault"),
                List.of("secrets", "list", "--secret-store-vault-settings-read-timeout", "hunter2"),
                List.of("secrets", "list", "--secret-store-vault-settings-token=hunter2"),
                List.of("secrets", "list", "--secret-store-database-settings-url", "hunter2"))) {
            CommandRun run = CommandRun.of(secrets(), arguments.toArray(String[]::new));
            assertThat(run.exitCode()).as(String.join(" ", arguments)).isEqualTo(2);
            assertThat(run.err()).startsWith("error: ");
            assertThat(run.out() + run.err()).doesNotContain("hunter2");
        }
        assertThat(CommandRun.of(secrets(), "secrets", "list", "--output", "hunter2")
                        .err())
                .startsWith("error: --output does not take what was given for it; it takes one of table, json\n");
        assertThat(CommandRun.of(secrets(), "secrets", "list", "--store").err())
                .startsWith("error: Missing: --store=NAME\n");
    }

    @Test
    void anArgumentThatBeginsWithAnAtSignIsNoFileOfArguments() {
        assertThat(CommandRun.of(secrets(), "secrets", "delete", "@/etc/hostname", "--yes")
                        .err())
                .startsWith("error: \"@/etc/hostname\" is no key of a secret");
    }

    @Test
    void anUnexpectedErrorIsNamedAndItsMessageIsNotShownEvenWhenDebugging() {
        assertThat(CommandRun.of(failing(), "secrets", "list"))
                .isEqualTo(new CommandRun(
                        1,
                        "",
                        "error: unexpected java.lang.IllegalStateException; add --debug to see where it came from\n"));
        String debug = CommandRun.of(failing(), "secrets", "list", "--debug").err();
        assertThat(debug)
                .contains("java.lang.IllegalStateException\n\tat io.sparksecrets.command")
                .doesNotContain("hunter2");
    }

    private static CommandLine secrets() {
        return SecretsCommand.create(new Surroundings().context());
    }

    private static CommandLine failing() {
        return SecretsCommand.create(new Surroundings()
                .stores((where, within) -> {
                    throw new IllegalStateException("password=hunter2");
                })
                .context());
    }
}
