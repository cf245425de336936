package io.sparksecrets.conf;

import io.sparksecrets.conf.OptionContext.Printing;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Options of the program that {@code bin/pyspark} starts, such as Jupyter. */
final class ProgramOptionReading {

    /** Neither code nor a name can be behind it. */
    private static final Pattern OPTION = Pattern.compile("--\\w[\\w.-]*=.*", Pattern.DOTALL);

    private final OptionFindings findings;
    private final OptionContext context;

    ProgramOptionReading(OptionFindings findings, OptionContext context) {
        this.findings = findings;
        this.context = context;
    }

    void read(List<OptionWord> words) {
        for (OptionWord word : words) {
            if (word.references().isEmpty()) {
                continue;
            }
            if (context.printing() != Printing.NOTHING) {
                findings.refuse(SubmitOptionReading.PRINTED);
            } else if (!OPTION.matcher(word.beginning()).matches()) {
                findings.refuse(ReferenceNames.names(word.references())
                        + " may stand only in the value of --name=value, because the program might run other words as"
                        + " code; use an env variable, which every program can read");
            } else {
                findings.resolve(word, Optional.empty());
            }
        }
    }
}
