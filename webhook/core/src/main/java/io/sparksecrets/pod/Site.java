package io.sparksecrets.pod;

import io.sparksecrets.pod.DeliveryEntry.Encoding;
import io.sparksecrets.pod.EntryAllocator.Need;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** A place in a container where something has to be replaced. */
sealed interface Site {

    /** How messages call the place within its container, such as {@code env DB_URL} or {@code args[3]}. */
    String displayName();

    /** What the place needs through variables. */
    Set<Need> needs();

    /**
     * An env variable.
     *
     * @param index its place in the container's env
     */
    record EnvVariable(int index, String name, Template template) implements Site {
        @Override
        public String displayName() {
            return "env " + name;
        }

        @Override
        public Set<Need> needs() {
            return plain(template.references());
        }
    }

    /**
     * One Java option of an executor, delivered as an argument file.
     *
     * @param index its place in the container's env
     */
    record JavaOption(int index, String name, Template template) implements Site {
        @Override
        public String displayName() {
            return "env " + name;
        }

        @Override
        public Set<Need> needs() {
            return Set.of();
        }

        DeliveryEntry entry() {
            int number = Integer.parseInt(name.substring(name.lastIndexOf('_') + 1));
            return new DeliveryEntry(Encoding.JAVA_ARGUMENT_FILE, number, template.toString());
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
