package io.sparksecrets.program;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Options of Spark's shells and of Hive's whose value is code, or a file of it, in whatever way the shell is started. */
final class CodeOptions {

    private static final Set<String> SHELLS = Set.of(
            "org.apache.spark.repl.Main",
            "org.apache.spark.sql.application.ConnectRepl",
            "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver",
            "org.apache.hive.beeline.BeeLine");

    private static final Pattern OPTION = Pattern.compile("--?[efiI]");

    /** GnuParser of Commons CLI takes the value from the same word too. */
    private static final Pattern WITH_CODE = Pattern.compile("-[efiI].+|--[efiI]=.*", Pattern.DOTALL);

    private CodeOptions() {}

    /** Whether a class is that of a shell. */
    static boolean areOf(String mainClass) {
        return SHELLS.contains(mainClass);
    }

    /** Whether a word for a shell is code. */
    static boolean isCode(List<String> words, int at) {
        return OPTION.matcher(words.get(at - 1)).matches()
                || WITH_CODE.matcher(words.get(at)).matches();
    }

    /** Refuses code among the words that a class gets. */
    static void refuse(List<String> words, int from, String mainClass, WordUses uses) {
        for (int at = from; areOf(mainClass) && at < words.size(); at++) {
            if (isCode(words, at)) {
                uses.set(at, new WordUse.Refused(Reasons.code(nameOf(mainClass))));
            }
        }
    }

    static String nameOf(String mainClass) {
        return mainClass.substring(mainClass.lastIndexOf('.') + 1);
    }
}
