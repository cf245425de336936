package io.sparksecrets.command;

import java.util.List;
import picocli.CommandLine;

/** Puts the commands together and says how all of them behave. */
public final class CommandLines {

    private CommandLines() {}

    /** The whole command line. */
    public static CommandLine create(List<CommandLine> commands) {
        RootCommand root = new RootCommand();
        CommandLine commandLine = new CommandLine(root);
        commands.forEach(command -> commandLine.addSubcommand(command.getCommandName(), command));
        ErrorReport errors = new ErrorReport(root::isDebug);
        return commandLine
                // References in texts of the help are no variables of picocli.
                .setInterpolateVariables(false)
                // An argument that begins with @ is what was typed, not a file of arguments.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }
}
