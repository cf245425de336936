package io.sparksecrets.pod;

import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A container of a pod, and where it stands.
 *
 * @param json the container object
 * @param list {@code containers}, {@code initContainers} or {@code ephemeralContainers}
 * @param index its place in that list
 */
public record Container(JsonNode json, String list, int index) {

    /** What Spark writes behind its argument {@code driver}. */
    private static final Set<String> AFTER_DRIVER = Set.of("--proxy-user", "--properties-file");

    private static final Pattern JAVA_OPTION = Pattern.compile("SPARK_JAVA_OPT_[0-9]{1,9}");

    /** The JSON Pointer to the container in the pod. */
    public String pointer() {
        return "/spec/" + list + "/" + index;
    }

    String name() {
        return json.path("name").asString("");
    }

    /** How messages call the container. */
    public String displayName() {
        String kind = switch (list) {
            case "initContainers" -> "init container ";
            case "ephemeralContainers" -> "ephemeral container ";
            default -> "container ";
        };
        return kind + name();
    }

    /** Native sidecars are among them. */
    boolean isInit() {
        return list.equals("initContainers");
    }

    public List<EnvVariable> env() {
        JsonNode env = json.path("env");
        List<EnvVariable> variables = new ArrayList<>(env.size());
        for (JsonNode variable : env) {
            variables.add(new EnvVariable(this, variable, variables.size()));
        }
        return variables;
    }

    /** Whether there is an env to add variables to. */
    public boolean hasEnv() {
        return json.path("env").isArray();
    }

    /** The names of its env variables. */
    public Set<String> variableNames() {
        return env().stream().map(EnvVariable::name).collect(Collectors.toSet());
    }

    public List<String> command() {
        return strings("command");
    }

    public List<String> args() {
        return strings("args");
    }

    /** Whether Spark's own entrypoint starts a driver in cluster mode here; a pod template may have words before Spark's. */
    boolean startsDriver() {
        List<String> args = args();
        int driver = args.indexOf("driver");
        return driver == 0 || (driver > 0 && driver + 1 < args.size() && AFTER_DRIVER.contains(args.get(driver + 1)));
    }

    /** Whether a variable of this name is one Java option that Spark hands to an executor. */
    public static boolean isJavaOption(String variable) {
        return JAVA_OPTION.matcher(variable).matches();
    }

    /** Cheap, for most containers hold none. */
    public boolean mayHoldReferenceInWords() {
        return command().stream().anyMatch(Template::mayHoldReference)
                || args().stream().anyMatch(Template::mayHoldReference);
    }

    private List<String> strings(String field) {
        JsonNode array = json.path(field);
        List<String> strings = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            strings.add(item.asString(""));
        }
        return strings;
    }
}
