package io.sparksecrets.conf;

import io.sparksecrets.conf.SubmitOptions.Reading;
import io.sparksecrets.conf.SubmitOptions.Setting;
import io.sparksecrets.reference.Reference;
import java.util.List;
import java.util.Optional;

/** Options in a variable that a script hands to Spark: references in them can be kept, and never be values. */
final class ScriptOptionReading {

    private final OptionFindings findings;
    private final OptionContext context;

    ScriptOptionReading(OptionFindings findings, OptionContext context) {
        this.findings = findings;
        this.context = context;
    }

    void read(List<OptionWord> words) {
        List<String> texts =
                words.stream().map(word -> word.render(Reference::toString)).toList();
        // Mixed, because what stands among the options is up to the script.
        Reading reading = SubmitOptions.readMixed(texts);
        boolean options = false;
        for (int i = 0; i < words.size(); i++) {
            options |= !words.get(i).references().isEmpty()
                    && (reading.settingIn(i).isPresent()
                            || words.get(i).propertyName().isPresent());
        }
        if (!options && findings.variable().isGuessed()) {
            findings.setPlain();
            return;
        }
        for (int i = 0; i < words.size(); i++) {
            if (!words.get(i).references().isEmpty()) {
                read(words.get(i), reading.settingIn(i));
            }
        }
    }

    private void read(OptionWord word, Optional<Setting> setting) {
        Optional<String> property = word.propertyName().filter(name -> name.startsWith("spark."));
        String name = setting.map(Setting::displayName)
                .or(() -> property)
                .orElseGet(() -> ReferenceNames.names(word.references()));
        Treatment treatment = setting.map(set -> set.treatment(context::treatmentOf))
                .or(() -> property.map(context::treatmentOf))
                .orElseGet(Treatment.Resolved::new);
        switch (treatment) {
            case Treatment.Kept kept -> {
                findings.keep(word, name);
                warnOfShells();
            }
            case Treatment.Refused refused -> findings.refuse(name + " " + refused.why());
            case Treatment.Resolved resolved ->
                findings.refuse(name
                        + " takes no reference here: a script splits the variable at blanks, prints it, or has a shell"
                        + " evaluate it, and no quoting is right for all of that; "
                        + findings.variable().insteadOf()
                        + ", and every program can read an env variable of its own");
        }
    }

    private void warnOfShells() {
        findings.warn("its references stay references. Where a script evaluates the variable, as"
                + " those of Apache Toree and Jupyter Enterprise Gateway do, write them in single quotes");
    }
}
