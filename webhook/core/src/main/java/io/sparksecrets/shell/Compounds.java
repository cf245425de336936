package io.sparksecrets.shell;

import java.util.ArrayList;
import java.util.List;

/** Keeps the simple commands of a script as they are read, and which of them stand within each compound command. */
final class Compounds {

    /** More than people write into one that reads a here-document, and a bound on the work. */
    private static final int MAX_BODY = 100;

    private final List<SimpleCommand> commands = new ArrayList<>();
    /** How many commands came before each compound command that is open. */
    private final List<Integer> open = new ArrayList<>();

    private int closedFrom;
    private int closedTo;

    void enter() {
        open.add(commands.size());
    }

    void leave() {
        closedFrom = open.removeLast();
        closedTo = commands.size();
    }

    void begins(SimpleCommand command) {
        commands.add(command);
    }

    /** What began as a command is a reserved word. */
    void reserved(SimpleCommand command) {
        if (!commands.isEmpty() && commands.getLast() == command) {
            commands.removeLast();
        }
    }

    /** What comes now redirects the compound command that has just been closed, if it is no command of its own. */
    void redirects(SimpleCommand command) {
        command.extent.redirects(closedFrom, closedTo);
    }

    /** A here-document or a here-string follows. */
    void isFed(SimpleCommand command) {
        if (bodyTo(command) - command.extent.bodyFrom() > MAX_BODY) {
            throw new UnreadableException(
                    "a compound command of more than %d commands gets a here-document".formatted(MAX_BODY));
        }
        command.extent.feed();
    }

    private static int bodyTo(SimpleCommand command) {
        return command.size() == 0 ? command.extent.bodyTo() : command.extent.bodyFrom();
    }

    List<SimpleCommand> all() {
        return commands;
    }

    /** Where a command begins; where it redirects a compound command, at the first one in that. */
    int start(SimpleCommand command) {
        CommandExtent extent = command.extent;
        return extent.bodyFrom() < bodyTo(command)
                ? commands.get(extent.bodyFrom()).extent.begin()
                : extent.begin();
    }

    /** Those in the compound command that a command without words feeds. */
    List<SimpleCommand> within(SimpleCommand redirecting) {
        return redirecting.extent.isFed()
                ? commands.subList(redirecting.extent.bodyFrom(), bodyTo(redirecting))
                : List.of();
    }
}
