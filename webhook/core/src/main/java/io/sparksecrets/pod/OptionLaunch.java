package io.sparksecrets.pod;

import io.sparksecrets.conf.ClusterManager;
import io.sparksecrets.conf.OptionContext;
import io.sparksecrets.conf.OptionContext.Printing;
import io.sparksecrets.conf.OptionVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the command line and the env of a container tell of the programs that read options from its env. */
public final class OptionLaunch {

    private static final String PRINT = "SPARK_PRINT_LAUNCH_COMMAND";

    /** Scripts that end in sbin/spark-daemon.sh. */
    private static final Pattern DAEMON_SCRIPT = Pattern.compile(
            "spark-daemons?\\.sh"
                    + "|start-(all|master|workers?|slaves?|history-server|thriftserver|connect-server|shuffle-service|mesos-.*)\\.sh");

    private static final Set<String> DIRECT = Set.of("spark-class", "spark-submit");

    /** Words of a command line or of a script, or nearly so. */
    private static final Pattern SEPARATOR = Pattern.compile("[\\s|;&()'\"\\\\]+");

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

    private final SparkPod pod;
    private final Container container;
    private final List<String> words = new ArrayList<>();
    /** The words of the container and of all its variables with options. */
    private final List<String> all = new ArrayList<>();

    public OptionLaunch(SparkPod pod, Container container) {
        this.pod = pod;
        this.container = container;
        container.command().forEach(word -> words.addAll(split(word)));
        container.args().forEach(word -> words.addAll(split(word)));
        all.addAll(words);
        for (EnvVariable variable : container.env()) {
            if (OptionVariable.holdsOptions(variable.name())) {
                all.addAll(split(variable.value()));
            }
        }
    }

    public OptionContext contextOf(OptionVariable variable, String value) {
        return new OptionContext(managerOf(variable, value), submitsCluster(value), printing(variable));
    }

    /** Whether another spark.redaction.regex than that of a variable may count: a driver's conf has one of its own. */
    public boolean setsRedaction() {
        return container.startsDriver() || words.stream().anyMatch(word -> word.contains("spark.redaction.regex="));
    }

    private ClusterManager managerOf(OptionVariable variable, String value) {
        return variable.isOfStandaloneCluster()
                ? ClusterManager.OTHER
                : ClusterManager.of(stated("--master", "spark.master", "MASTER", value));
    }

    private boolean submitsCluster(String value) {
        return stated("--deploy-mode", "spark.submit.deployMode", "DEPLOY_MODE", value)
                .equals("cluster");
    }

    /** What Spark's launcher prints: by default nothing, and all of what daemons are started with. */
    private Printing printing(OptionVariable variable) {
        boolean asked = words.stream().anyMatch(word -> word.contains(PRINT))
                || words.stream()
                        .anyMatch(word -> DAEMON_SCRIPT.matcher(baseName(word)).matches())
                || env(PRINT).filter(text -> !text.isEmpty()).isPresent();
        boolean direct = container.startsDriver() || words.stream().anyMatch(word -> DIRECT.contains(baseName(word)));
        if (!asked && (direct || !variable.isOfDaemon())) {
            return Printing.NOTHING;
        }
        return hidesSecrets(pod.sparkVersion()) ? Printing.HIDING_SECRETS : Printing.EVERYTHING;
    }

    /** Since when Main.buildCommand of spark-launcher redacts what it prints. */
    private static boolean hidesSecrets(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        int patch = Integer.parseInt(matcher.group(3));
        return major > 3 || (major == 3 && (minor > 5 || (minor == 5 && patch >= 3) || (minor == 4 && patch >= 4)));
    }

    /** What an option or a key says, first in the variable itself, then in the container, then in an env variable. */
    private String stated(String option, String key, String variable, String value) {
        return find(option, key, split(value))
                .or(() -> find(option, key, all))
                .or(() -> assigned(variable))
                .or(() -> env(variable))
                .orElse("");
    }

    private static Optional<String> find(String option, String key, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals(option) && i + 1 < words.size()) {
                return Optional.of(words.get(i + 1));
            }
            for (String assigned : List.of(option, key, "-D" + key, "--conf=" + key)) {
                if (word.startsWith(assigned + "=")) {
                    String said = word.substring(assigned.length() + 1);
                    // Behind a quote.
                    return Optional.of(said.isEmpty() && i + 1 < words.size() ? words.get(i + 1) : said);
                }
            }
        }
        return Optional.empty();
    }

    /** What a script or {@code env} sets a variable to. */
    private Optional<String> assigned(String variable) {
        return words.stream()
                .filter(word -> word.startsWith(variable + "="))
                .map(word -> word.substring(variable.length() + 1))
                .findFirst();
    }

    /** The value of a variable; a text that is none where it comes from elsewhere. */
    private Optional<String> env(String name) {
        return container.env().stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst()
                .map(variable -> variable.hasValueFrom() ? "?" : variable.value());
    }

    private static List<String> split(String text) {
        return SEPARATOR.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
    }

    private static String baseName(String word) {
        return word.substring(word.lastIndexOf('/') + 1);
    }
}
