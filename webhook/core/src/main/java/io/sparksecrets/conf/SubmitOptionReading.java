package io.sparksecrets.conf;

import io.sparksecrets.conf.OptionContext.Printing;
import io.sparksecrets.conf.OptionText.Redaction;
import io.sparksecrets.conf.SubmitOptions.Reading;
import io.sparksecrets.conf.SubmitOptions.Setting;
import io.sparksecrets.reference.Reference;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Options of spark-submit in {@code PYSPARK_SUBMIT_ARGS}. */
final class SubmitOptionReading {

    static final String PRINTED = "would be printed, because SPARK_PRINT_LAUNCH_COMMAND asks Spark's launcher for it;"
            + " leave that variable out";

    private final OptionFindings findings;
    private final OptionContext context;

    SubmitOptionReading(OptionFindings findings, OptionContext context) {
        this.findings = findings;
        this.context = context;
    }

    void read(List<OptionWord> words) {
        List<String> texts =
                words.stream().map(word -> word.render(Reference::toString)).toList();
        Reading reading = SubmitOptions.read(texts);
        boolean verbose = texts.subList(0, reading.application()).stream()
                .anyMatch(text -> Set.of("--verbose", "-v").contains(text));
        for (int i = 0; i < words.size(); i++) {
            if (!words.get(i).references().isEmpty()) {
                read(words.get(i), i, reading, verbose);
            }
        }
        Optional<String> own = Optional.empty();
        for (Setting setting : reading.settings()) {
            if (setting.key().equals(Optional.of(RedactionRegex.KEY))) {
                own = Optional.of(texts.get(setting.word()).substring(setting.valueStart()));
            }
        }
        int application = reading.application();
        int at = application < words.size() ? words.get(application).start() : findings.length();
        findings.redactAt(new Redaction(at, "--conf ", own));
    }

    private void read(OptionWord word, int index, Reading reading, boolean verbose) {
        Optional<Setting> setting = reading.settingIn(index);
        boolean known = reading.unknown().isEmpty() || index < reading.unknown().getAsInt();
        if (setting.isEmpty() || !known) {
            findings.refuse(ReferenceNames.names(word.references())
                    + " stands where spark-submit expects no value of an option that it knows; references may stand in"
                    + " --conf key=value and in values of options that set such a key");
            return;
        }
        String name = setting.get().displayName();
        switch (setting.get().treatment(context::treatmentOf)) {
            case Treatment.Kept kept -> findings.keep(word, name);
            case Treatment.Refused refused -> findings.refuse(name + " " + refused.why());
            case Treatment.Resolved resolved -> resolve(word, name, verbose);
        }
    }

    private void resolve(OptionWord word, String key, boolean verbose) {
        if (context.printing() != Printing.NOTHING) {
            findings.refuse(key + " " + PRINTED);
        } else if (DriverJavaOptions.FILES.containsKey(key)) {
            findings.refuse(
                    key + " takes no reference here, because two programs would split it into words, one after the"
                            + " other; write its options into the env variable SPARK_SUBMIT_OPTS");
        } else if (key.equals("spark.remote") && verbose) {
            findings.refuse(key + " would be printed, because of --verbose; leave that option out");
        } else {
            findings.resolve(word, Optional.of(key));
        }
    }
}
