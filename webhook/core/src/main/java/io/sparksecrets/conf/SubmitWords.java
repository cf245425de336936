package io.sparksecrets.conf;

import io.sparksecrets.conf.SubmitOptions.Reading;
import io.sparksecrets.conf.SubmitOptions.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads options of spark-submit as {@code SparkSubmitCommandBuilder} of spark-launcher does. */
final class SubmitWords {

    /** SparkSubmitOptionParser's. A value that is empty or has a line break is none, and makes the whole word unknown. */
    private static final Pattern WITH_VALUE = Pattern.compile("(--[^=]+)=(.+)");

    /** First words with which Spark's scripts start a shell. */
    private static final Set<String> SHELLS = Set.of("pyspark-shell-main", "sparkr-shell-main");

    private static final String EXAMPLE = "run-example";

    /** Classes that take words of their own among the options. */
    static final Set<String> MIXED_CLASSES = Set.of(
            "org.apache.spark.repl.Main",
            "org.apache.spark.sql.application.ConnectRepl",
            "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver",
            "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
            "org.apache.spark.sql.connect.service.SparkConnectServer");

    private final List<String> words;
    private final List<Setting> settings = new ArrayList<>();
    private final Set<Integer> passedOn = new HashSet<>();
    private OptionalInt unknown = OptionalInt.empty();
    private boolean mixed;
    private boolean example;
    private int at;

    SubmitWords(List<String> words, boolean mixed) {
        this.words = words;
        this.mixed = mixed;
    }

    Reading read() {
        if (!words.isEmpty() && SHELLS.contains(words.getFirst())) {
            mixed = true;
            at = 1;
        } else if (!words.isEmpty() && words.getFirst().equals(EXAMPLE)) {
            example = true;
            at = 1;
        }
        while (at < words.size() && readOne()) {
            at++;
        }
        return new Reading(settings, Math.min(at, words.size()), passedOn, unknown);
    }

    /** Whether the word was an option or is passed on; {@link #at} moves to its value. */
    private boolean readOne() {
        String word = words.get(at);
        Matcher matcher = WITH_VALUE.matcher(word);
        boolean joined = matcher.matches();
        String option = SubmitOptions.official(joined ? matcher.group(1) : word);
        if (SubmitOptions.takesValue(option)) {
            if (!joined) {
                at++;
            }
            if (at < words.size()) {
                set(option, joined ? matcher.start(2) : 0);
            }
            return true;
        }
        return SubmitOptions.isSwitch(option) || readUnknown(word, joined);
    }

    private void set(String option, int argumentStart) {
        String text = words.get(at);
        settings.add(SubmitOptions.setting(option, at, argumentStart, text));
        mixed |= option.equals("--class") && MIXED_CLASSES.contains(text.substring(argumentStart));
    }

    private boolean readUnknown(String word, boolean joined) {
        if (mixed) {
            passedOn.add(at);
            return true;
        }
        if (example || !word.startsWith("-")) {
            return false;
        }
        if (unknown.isEmpty()) {
            unknown = OptionalInt.of(at);
        }
        boolean valueFollows =
                !joined && at + 1 < words.size() && !words.get(at + 1).startsWith("-");
        if (valueFollows) {
            at++;
        }
        return true;
    }
}
