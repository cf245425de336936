package io.sparksecrets.program;

import java.util.List;

/** The variables that {@code env}, or an assignment before a command, sets for Spark's scripts or takes away from them. */
final class EnvWords {

    private static final String PRINT_COMMAND = "SPARK_PRINT_LAUNCH_COMMAND";
    private static final String FOREGROUND = "SPARK_NO_DAEMONIZE";
    private static final String DEPLOY_MODE = "DEPLOY_MODE";
    private static final String MASTER = "MASTER";
    private static final List<String> ALL = List.of(PRINT_COMMAND, FOREGROUND, DEPLOY_MODE, MASTER);

    private EnvWords() {}

    /** What a command behind an assignment depends on. */
    static Surroundings assigned(Surroundings before, String assignment) {
        int equals = assignment.indexOf('=');
        String value = assignment.substring(equals + 1);
        return switch (assignment.substring(0, equals)) {
            case PRINT_COMMAND ->
                before.with(!value.isEmpty(), before.foreground(), before.deployMode(), before.master());
            case FOREGROUND -> before.with(before.printsCommands(), true, before.deployMode(), before.master());
            case DEPLOY_MODE ->
                before.with(
                        before.printsCommands(),
                        before.foreground(),
                        known(before.deployMode(), value),
                        before.master());
            case MASTER ->
                before.with(
                        before.printsCommands(),
                        before.foreground(),
                        before.deployMode(),
                        known(before.master(), value));
            default -> before;
        };
    }

    /** What is not known of a script stays so. */
    private static String known(String before, String value) {
        return before.equals("$") ? before : value;
    }

    /**
     * What a command behind the options of {@code env} depends on.
     *
     * @param command where the assignments or the command begin
     */
    static Surroundings afterOptions(Surroundings before, List<String> words, int env, int command) {
        Surroundings after = before;
        for (int at = env + 1; at < command; at++) {
            String option = words.get(at);
            if (option.equals("-") || option.matches("-[0v]*i.*|--i[a-z-]*")) {
                for (String name : ALL) {
                    after = unset(after, name);
                }
            } else if (option.matches("-[0iv]*u|--unset") && at + 1 < command) {
                after = unset(after, words.get(++at));
            } else if (option.matches("(?s)-[0iv]*u.+|--u[a-z]*=.*")) {
                after = unset(after, option.replaceFirst("(?s)^(?:-[0iv]*u|--u[a-z]*=)", ""));
            }
        }
        return after;
    }

    private static Surroundings unset(Surroundings before, String name) {
        return switch (name) {
            case PRINT_COMMAND -> before.with(false, before.foreground(), before.deployMode(), before.master());
            case FOREGROUND -> before.with(before.printsCommands(), false, before.deployMode(), before.master());
            case DEPLOY_MODE -> before.with(before.printsCommands(), before.foreground(), "", before.master());
            case MASTER -> before.with(before.printsCommands(), before.foreground(), before.deployMode(), "");
            default -> before;
        };
    }
}
