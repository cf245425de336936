package io.sparksecrets.conf;

import io.sparksecrets.conf.Treatment.Refused;
import io.sparksecrets.reference.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * The options of spark-submit and the conf keys that they set, of Spark 3.2 to 4.3 together.
 *
 * <p>The options are those of {@code SparkSubmitOptionParser} of spark-launcher, the keys those of {@code SparkSubmitArguments} of
 * spark-core.
 */
public final class SubmitOptions {

    /** Options with a value, and the conf key that each sets. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("--archives", "spark.archives"),
            Map.entry("--deploy-mode", "spark.submit.deployMode"),
            Map.entry("--driver-class-path", "spark.driver.extraClassPath"),
            Map.entry("--driver-cores", "spark.driver.cores"),
            Map.entry("--driver-default-class-path", "spark.driver.defaultExtraClassPath"),
            Map.entry("--driver-java-options", "spark.driver.extraJavaOptions"),
            Map.entry("--driver-library-path", "spark.driver.extraLibraryPath"),
            Map.entry("--driver-memory", "spark.driver.memory"),
            Map.entry("--exclude-packages", "spark.jars.excludes"),
            Map.entry("--executor-cores", "spark.executor.cores"),
            Map.entry("--executor-memory", "spark.executor.memory"),
            Map.entry("--files", "spark.files"),
            Map.entry("--jars", "spark.jars"),
            Map.entry("--keytab", "spark.kerberos.keytab"),
            Map.entry("--master", "spark.master"),
            Map.entry("--name", "spark.app.name"),
            Map.entry("--num-executors", "spark.executor.instances"),
            Map.entry("--packages", "spark.jars.packages"),
            Map.entry("--principal", "spark.kerberos.principal"),
            Map.entry("--py-files", "spark.submit.pyFiles"),
            Map.entry("--queue", "spark.yarn.queue"),
            Map.entry("--remote", "spark.remote"),
            Map.entry("--repositories", "spark.jars.repositories"),
            Map.entry("--total-executor-cores", "spark.cores.max"));

    /** Options with a value that is no conf key's. */
    private static final Set<String> WITHOUT_KEY =
            Set.of("--class", "--extra-properties-file", "--kill", "--properties-file", "--proxy-user", "--status");

    private static final Set<String> PROPERTIES_FILES = Set.of("--properties-file", "--extra-properties-file");

    static final String CONF = "--conf";

    private static final Set<String> SWITCHES =
            Set.of("--help", "--load-spark-defaults", "--supervise", "--usage-error", "--verbose", "--version");

    private static final Map<String, String> SHORT = Map.of("-c", CONF, "-h", "--help", "-v", "--verbose");

    /** What decides who reads the other settings, and so can be no reference itself. */
    private static final Set<String> DECISIVE_KEYS = Set.of("spark.master", "spark.submit.deployMode");

    private SubmitOptions() {}

    /**
     * A conf key that is set, or an option whose value is no key's.
     *
     * @param word the word in which the value stands
     * @param option the option in its long form, such as {@code --name} or {@code --conf}
     * @param key the conf key; none where the option sets none, or the name of the key is not written out in {@code --conf}
     * @param argumentStart where in the word begins what the option is given: 0, or behind {@code --option=}
     * @param valueStart where in the word the key's value begins; for {@code --conf} behind {@code key=}
     */
    public record Setting(int word, String option, Optional<String> key, int argumentStart, int valueStart) {

        /**
         * What becomes of references in the value.
         *
         * @param ofKeys what becomes of them in the values of conf keys, as {@link ConfKeys#treatmentOf} says it
         */
        public Treatment treatment(Function<String, Treatment> ofKeys) {
            if (key.isPresent() && !DECISIVE_KEYS.contains(key.get())) {
                return ofKeys.apply(key.get());
            }
            if (key.isPresent()) {
                return new Refused("decides what Spark does with the others; write the value itself");
            }
            return new Refused(
                    option.equals(CONF)
                            ? "takes references only in the value of key=value, with the key written out"
                            : "takes no reference, because Spark prints or copies what it is given; write the value itself");
        }

        /** What messages call it: the key, or the option that sets none. */
        public String displayName() {
            return key.orElse(option);
        }
    }

    /**
     * What the words that follow the name of a submitter mean.
     *
     * @param settings in the order of the words
     * @param application the first word that is the application; the number of the words where none is
     * @param passedOn words before it that a shell or a server of Spark gets, as {@code spark-sql} gets {@code -e}
     * @param unknown the first option that no version of Spark knows. Spark ends there with an error; what follows is read as
     *     though the option took a value
     */
    public record Reading(List<Setting> settings, int application, Set<Integer> passedOn, OptionalInt unknown) {

        public Reading {
            settings = List.copyOf(settings);
            passedOn = Set.copyOf(passedOn);
        }

        /** Whether a word goes to the application: it, its arguments, and what a shell of Spark gets. */
        public boolean isOfApplication(int word) {
            return word >= application || passedOn.contains(word);
        }

        /** What is set in a word. */
        public Optional<Setting> settingIn(int word) {
            return settings.stream().filter(setting -> setting.word() == word).findFirst();
        }

        /** The master that the words state. */
        public Optional<String> master(List<String> words) {
            return stated("--master", words);
        }

        /** Whether a file may state other settings. */
        public boolean namesPropertiesFile() {
            return settings.stream().anyMatch(setting -> PROPERTIES_FILES.contains(setting.option()));
        }

        /** The class that is started; empty where the words state none. */
        public String mainClass(List<String> words) {
            return settings.stream()
                    .filter(setting -> setting.option().equals("--class"))
                    .reduce((earlier, later) -> later)
                    .map(setting -> words.get(setting.word()).substring(setting.valueStart()))
                    .orElse("");
        }

        /** The deploy mode that the words state. */
        public Optional<String> deployMode(List<String> words) {
            return stated("--deploy-mode", words);
        }

        /** The last one counts, and an option goes before a conf key. */
        private Optional<String> stated(String option, List<String> words) {
            Map<String, String> stated = new LinkedHashMap<>();
            for (Setting setting : settings) {
                if (setting.key().equals(Optional.of(keyOf(option)))) {
                    stated.put(setting.option(), words.get(setting.word()).substring(setting.valueStart()));
                }
            }
            return Optional.ofNullable(stated.getOrDefault(option, stated.get(CONF)));
        }
    }

    /**
     * Reads the words that follow {@code spark-submit}, its class, or another script that begins with the same options.
     *
     * @param words may hold references
     */
    public static Reading read(List<String> words) {
        return new SubmitWords(words, false).read();
    }

    /**
     * Reads the words that follow a script of Spark which passes on what it does not know, and takes options behind it too:
     * {@code spark-shell}, {@code spark-sql}, {@code pyspark}, {@code sparkR}, {@code start-thriftserver.sh}, {@code
     * start-connect-server.sh}.
     *
     * @param words may hold references
     */
    public static Reading readMixed(List<String> words) {
        return new SubmitWords(words, true).read();
    }

    /** Whether a class is that of a shell or a server of Spark, which Spark does not start in cluster mode. */
    public static boolean isOnlyForClients(String mainClass) {
        return SubmitWords.MIXED_CLASSES.contains(mainClass);
    }

    /** The conf key that an option sets. */
    static String keyOf(String option) {
        return KEYS.getOrDefault(option, "");
    }

    /** The long form of an option. */
    static String official(String option) {
        return SHORT.getOrDefault(option, option);
    }

    static boolean takesValue(String official) {
        return KEYS.containsKey(official) || WITHOUT_KEY.contains(official) || official.equals(CONF);
    }

    static boolean isSwitch(String official) {
        return SWITCHES.contains(official);
    }

    /** What an option sets, given where its argument stands. */
    static Setting setting(String official, int word, int argumentStart, String text) {
        if (!official.equals(CONF)) {
            return new Setting(word, official, Optional.ofNullable(KEYS.get(official)), argumentStart, argumentStart);
        }
        int equals = text.indexOf('=', argumentStart);
        String key = text.substring(argumentStart, Math.max(argumentStart, equals));
        return key.isEmpty() || Template.mayHoldReference(key)
                ? new Setting(word, CONF, Optional.empty(), argumentStart, argumentStart)
                : new Setting(word, CONF, Optional.of(key), argumentStart, equals + 1);
    }
}
