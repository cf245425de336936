package io.sparksecrets.program;

import io.sparksecrets.shell.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The files that a command of a script runs as code, as far as its words name them. */
final class FilesRun {

    /** What Spark's scripts run. */
    private static final Pattern CODE = Pattern.compile("(?s).*\\.(?:py|R|sql|scala)");

    private FilesRun() {}

    /** @param read the files that the command reads by redirections */
    static List<String> by(List<String> words, List<String> read) {
        int at = InputWords.programOf(words);
        List<String> files = new ArrayList<>();
        if (at >= words.size()) {
            return files;
        }
        if (InputWords.areRun(words)) {
            files.addAll(read);
        }
        if (words.get(at).indexOf('/') >= 0) {
            files.add(words.get(at));
        }
        String name = Programs.name(words.get(at));
        List<String> rest = words.subList(at + 1, words.size());
        boolean any = name.equals(".")
                || name.equals("source")
                || name.equals("chmod")
                || Programs.isPython(name)
                || InterpreterWords.isInterpreter(name)
                || Programs.runsWords(name);
        for (String word : rest) {
            if (any || (Programs.SUBMITTERS.contains(name) && CODE.matcher(word).matches())) {
                files.add(word);
            }
        }
        for (int shell = at; shell < words.size(); shell++) {
            if (ShellCommand.isShell(words.get(shell)) && ShellCommand.operandOf(words, shell) < words.size()) {
                files.add(words.get(ShellCommand.operandOf(words, shell)));
            }
        }
        return files;
    }
}
