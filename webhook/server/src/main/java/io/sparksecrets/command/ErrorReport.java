package io.sparksecrets.command;

import io.sparksecrets.access.InvalidAccessRulesException;
import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.secrets.SecretsPut;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.https.CannotListenException;
import io.sparksecrets.manifest.ManifestException;
import io.sparksecrets.passphrase.EncryptedFileException;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.text.Printable;
import io.sparksecrets.text.Redacted;
import io.sparksecrets.text.Suggestion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells on standard error what went wrong. Arguments that nobody expected, or that an option does not take, are not repeated: they
 * may be a value or a credential that somebody typed where none belongs.
 */
final class ErrorReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final BooleanSupplier debug;

    ErrorReport(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        print(command, message(e));
        command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandFailure.BAD_INPUT;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (debug.getAsBoolean()) {
            command.getErr().println(Redacted.of(e, ErrorReport::isOurs));
        }
        return switch (e) {
            case CommandFailure failure -> {
                print(command, String.valueOf(failure.getMessage()));
                yield failure.exitCode();
            }
            case ConfigurationException wrong -> {
                wrong.problems().forEach(problem -> print(command, problem));
                yield CommandFailure.BAD_INPUT;
            }
            case InvalidAccessRulesException wrong -> {
                print(command, Settings.POLICY_RULES.key() + ": " + wrong.getMessage());
                yield CommandFailure.BAD_INPUT;
            }
            case CannotListenException wrong -> {
                print(command, wrong.getMessage());
                yield CommandFailure.FAILED;
            }
            case ManifestException wrong -> {
                print(command, String.valueOf(wrong.getMessage()));
                yield CommandFailure.BAD_INPUT;
            }
            case EncryptedFileException wrong -> {
                print(command, wrong.getMessage());
                yield CommandFailure.BAD_INPUT;
            }
            case StoreException failed -> {
                print(command, String.valueOf(failed.getMessage()));
                yield failed.reason() == StoreException.Reason.UNSUPPORTED
                        ? CommandFailure.BAD_INPUT
                        : CommandFailure.FAILED;
            }
            default -> {
                // Nobody knows what the message of such an exception holds.
                print(command, "unexpected " + e.getClass().getName() + "; add --debug to see where it came from");
                yield CommandFailure.FAILED;
            }
        };
    }

    private static void print(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        String prefix = command.getColorScheme().errorText("error: ").toString();
        for (String line : message.lines().toList()) {
            err.println(prefix + Printable.of(line));
            prefix = "       ";
        }
        err.flush();
    }

    private static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unexpected(unmatched);
        }
        // Else not in picocli's words, which hold what was found instead.
        if (e instanceof MissingParameterException missing) {
            return missing.getMissing().stream()
                    .map(argument -> argument instanceof OptionSpec option
                            ? option.longestName() + "=" + argument.paramLabel()
                            : argument.paramLabel())
                    .collect(Collectors.joining(", ", "Missing: ", ""));
        }
        ArgSpec argument = e.getArgSpec();
        if (e instanceof OverwrittenOptionException || argument == null) {
            return String.valueOf(e.getMessage());
        }
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        return argument.arity().max() == 0
                ? name + " takes no such value"
                : "%s does not take what was given for it; it takes %s".formatted(name, taken(argument));
    }

    private static String taken(ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            return "one of " + String.join(", ", argument.completionCandidates());
        }
        Class<?> type = argument.typeInfo().isOptional()
                ? argument.auxiliaryTypes()[0]
                : argument.typeInfo().getType();
        return Number.class.isAssignableFrom(type) || type.isPrimitive()
                ? "a number (" + argument.paramLabel() + ")"
                : argument.paramLabel();
    }

    private static String unexpected(UnmatchedArgumentException e) {
        CommandLine command = e.getCommandLine();
        String first = e.getUnmatched().getFirst();
        if (first.startsWith("-")) {
            String name = first.split("=", 2)[0];
            Set<String> known = command.getCommandSpec().optionsMap().keySet();
            return Suggestion.nearest(name, known)
                    .map(option -> "there is no option " + name + "; did you mean " + option + "?")
                    .orElse(
                            command.getCommand() instanceof SecretsPut
                                    ? SecretsPut.NO_ARGUMENT
                                    : "there is an option that the command does not know");
        }
        List<String> commands = List.copyOf(command.getSubcommands().keySet());
        if (!commands.isEmpty()) {
            return "there is no command " + Printable.quoted(first) + Suggestion.hint(first, commands);
        }
        return "there are arguments that the command does not take";
    }

    /** Exceptions of this program hold no values. */
    private static boolean isOurs(Throwable thrown) {
        return thrown.getClass().getName().startsWith("io.sparksecrets.");
    }
}
