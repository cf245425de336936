package io.sparksecrets.pod;

import io.sparksecrets.reference.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A container of a pod, and where it stands.
 *
 * @param json the container object
 * @param list {@code containers} or {@code initContainers}
 * @param index its place in that list
 */
record Container(JsonNode json, String list, int index) {

    private static final String EXECUTOR_NAME = "spark-kubernetes-executor";
    private static final Pattern JAVA_OPTION = Pattern.compile("SPARK_JAVA_OPT_[0-9]{1,9}");

    /** The JSON Pointer to the container in the pod. */
    String pointer() {
        return "/spec/" + list + "/" + index;
    }

    String name() {
        return json.path("name").asString("");
    }

    /** How messages call the container. */
    String displayName() {
        return (list.equals("initContainers") ? "init container " : "container ") + name();
    }

    JsonNode env() {
        return json.path("env");
    }

    List<String> command() {
        return strings("command");
    }

    List<String> args() {
        return strings("args");
    }

    /** The {@code secretKeyRef} of an env variable; missing where its value comes from elsewhere. */
    static JsonNode secretKeyRef(JsonNode variable) {
        return variable.path("valueFrom").path("secretKeyRef");
    }

    /** Whether Spark's own entrypoint starts an executor here, and not a sidecar or a user's script. */
    boolean startsExecutor() {
        List<String> args = args();
        return name().equals(EXECUTOR_NAME)
                || (!args.isEmpty() && args.getFirst().equals("executor"));
    }

    /** Whether Spark's own entrypoint starts a driver in cluster mode here. */
    boolean startsDriver() {
        List<String> args = args();
        return !args.isEmpty() && args.getFirst().equals("driver");
    }

    /** Whether a variable of this name is one Java option that Spark hands to an executor. */
    static boolean isJavaOption(String variable) {
        return JAVA_OPTION.matcher(variable).matches();
    }

    /** Cheap, for most containers hold none. */
    boolean mayHoldReferenceInWords() {
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
