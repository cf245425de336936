package io.sparksecrets.pod.rewrite;

import io.sparksecrets.conf.OptionQuoting;
import io.sparksecrets.conf.OptionText;
import io.sparksecrets.expansion.ExpansionToken;
import io.sparksecrets.expansion.KubernetesText;
import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.delivery.DeliveryEntry;
import io.sparksecrets.pod.delivery.DeliveryEntry.Encoding;
import io.sparksecrets.pod.rewrite.EntryAllocator.Need;
import io.sparksecrets.pod.script.ScriptReferences;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A place in a container where something has to be replaced. */
sealed interface Site {

    /** How messages call the place within its container, such as {@code env DB_URL} or {@code args[3]}. */
    String displayName();

    /** What the place needs through variables. */
    Set<Need> needs();

    /** An env variable whose value nobody takes apart. */
    record PlainVariable(EnvVariable variable, Template template) implements Site {
        @Override
        public String displayName() {
            return variable.place();
        }

        @Override
        public Set<Need> needs() {
            return plain(template.references());
        }
    }

    /** One Java option of an executor, delivered as an argument file. */
    record JavaOption(EnvVariable variable, Template template) implements Site {
        @Override
        public String displayName() {
            return variable.place();
        }

        @Override
        public Set<Need> needs() {
            return Set.of();
        }

        DeliveryEntry entry() {
            String name = variable.name();
            int number = Integer.parseInt(name.substring(name.lastIndexOf('_') + 1));
            return new DeliveryEntry(Encoding.JAVA_ARGUMENT_FILE, number, template.toString());
        }
    }

    /**
     * An env variable with options, in which each word with references becomes a variable of its own, quoted for the reader.
     *
     * @param options what its reader makes of it
     * @param secretNames what Spark has to hide of all such variables of the container
     */
    record Options(EnvVariable variable, OptionText options, List<String> secretNames) implements Site {
        @Override
        public String displayName() {
            return variable.place();
        }

        @Override
        public Set<Need> needs() {
            return options.resolved().stream().map(this::need).collect(Collectors.toSet());
        }

        /** The value with variables in the place of the words, and with what has Spark hide them. */
        String text(Function<Need, String> variableOf) {
            SortedMap<Integer, String> added = new TreeMap<>();
            options.redaction()
                    .ifPresent(redaction ->
                            added.put(redaction.at(), KubernetesText.literal(redaction.text(secretNames))));
            StringBuilder text = new StringBuilder();
            String value = options.value();
            int copied = 0;
            for (OptionText.Span word : options.resolved()) {
                copied = append(text, copied, word.start(), added);
                text.append(ExpansionToken.variable(variableOf.apply(need(word))));
                copied = word.end();
            }
            append(text, copied, value.length(), added);
            return text.toString();
        }

        private int append(StringBuilder text, int start, int end, SortedMap<Integer, String> added) {
            int copied = start;
            for (Map.Entry<Integer, String> addition :
                    added.subMap(start, end + 1).entrySet()) {
                text.append(options.value(), copied, addition.getKey()).append(addition.getValue());
                copied = addition.getKey();
            }
            added.subMap(start, end + 1).clear();
            text.append(options.value(), copied, end);
            return end;
        }

        private Need need(OptionText.Span word) {
            Encoding encoding =
                    options.quoting() == OptionQuoting.PYTHON ? Encoding.PYTHON_OPTIONS : Encoding.LAUNCHER_OPTIONS;
            return new Need(encoding, options.value().substring(word.start(), word.end()));
        }
    }

    /** A word of the command line that no shell parses. */
    record PlainWord(CommandLine.Word word, Template template) implements Site {
        @Override
        public String displayName() {
            return word.displayName();
        }

        @Override
        public Set<Need> needs() {
            return plain(template.references());
        }
    }

    /**
     * A word that keeps its references and changes nonetheless.
     *
     * @param text what it becomes
     */
    record KeptWord(CommandLine.Word word, String text) implements Site {
        @Override
        public String displayName() {
            return word.displayName();
        }

        @Override
        public Set<Need> needs() {
            return Set.of();
        }
    }

    /**
     * A word with Java options for Spark's launcher, which become one variable as a whole.
     *
     * @param prefix what stands in the word before the options
     */
    record LauncherOptionsWord(CommandLine.Word word, String prefix, Template options) implements Site {
        @Override
        public String displayName() {
            return word.displayName();
        }

        @Override
        public Set<Need> needs() {
            return Set.of(need());
        }

        Need need() {
            return new Need(Encoding.LAUNCHER_OPTIONS, options.toString());
        }
    }

    /**
     * A script for {@code sh -c}.
     *
     * @param references may become shell variables, all or some or none of them
     */
    record Script(CommandLine.Word word, ScriptReferences references) implements Site {
        @Override
        public String displayName() {
            return word.displayName() + " (shell script)";
        }

        @Override
        public Set<Need> needs() {
            return plain(references.variables());
        }
    }

    private static Set<Need> plain(Collection<Reference> references) {
        return references.stream().map(Need::plain).collect(Collectors.toSet());
    }
}
