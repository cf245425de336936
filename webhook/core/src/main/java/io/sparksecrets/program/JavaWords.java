package io.sparksecrets.program;

import io.sparksecrets.reference.Template;
import java.util.List;
import java.util.Set;

/** The words of {@code java}, and of Spark's {@code spark-class}: options of the JVM, a class or a jar, then what that gets. */
final class JavaWords {

    private static final Set<String> VALUED = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--add-reads",
            "--add-exports",
            "--add-opens",
            "--limit-modules",
            "--patch-module",
            "--describe-module",
            "-d",
            "--source");

    private static final Set<String> MAIN = Set.of("-jar", "-m", "--module");

    private final CommandFindings findings;
    private final List<String> words;
    private final WordUses uses;
    private final SubmitterWords submitters;
    private final SystemPropertyWords properties;

    JavaWords(CommandFindings findings, SubmitterWords submitters) {
        this.findings = findings;
        this.words = findings.words;
        this.uses = findings.uses;
        this.submitters = submitters;
        this.properties = new SystemPropertyWords(findings);
    }

    void read(int java) {
        int at = java + 1;
        int options = at;
        while (at < words.size() && words.get(at).startsWith("-") && !MAIN.contains(words.get(at))) {
            at += VALUED.contains(words.get(at)) ? 2 : 1;
        }
        int end = Math.min(at, words.size());
        int main = end < words.size() && MAIN.contains(words.get(end)) ? end + 1 : end;
        String mainClass = main < words.size() ? words.get(main) : "";
        for (int option = options; option < end; option++) {
            if (!words.get(option).startsWith("-D") && Template.mayHoldReference(words.get(option))) {
                uses.set(option, new WordUse.Refused(Reasons.JVM_OPTION));
            }
        }
        properties.read(options, end, mainClass);
        main(java, main, mainClass);
    }

    /** {@code spark-class CLASS words…}: the script itself takes no options. */
    void readSparkClass(int script) {
        findings.launchedBySpark(script + 1);
        int main = script + 1;
        String mainClass = main < words.size() ? words.get(main) : "";
        properties.read(main + 1, words.size(), mainClass);
        main(script, main, mainClass);
    }

    private void main(int java, int main, String mainClass) {
        if (main < words.size() && Template.mayHoldReference(mainClass)) {
            uses.set(main, new WordUse.Refused(Reasons.PROGRAM));
        }
        if (mainClass.equals(Programs.SPARK_SUBMIT_CLASS)) {
            submitters.read(java, main, false);
        } else {
            uses.dataFrom(main + 1);
            CodeOptions.refuse(words, main + 1, mainClass, uses);
        }
    }
}
