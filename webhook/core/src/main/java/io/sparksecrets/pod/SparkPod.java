package io.sparksecrets.pod;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A pod as raw JSON, seen with Spark's eyes. The JSON is never converted to a typed pod, so that fields that are unknown here
 * survive.
 *
 * @param json the Pod object, with or without {@code kind} and {@code status}
 */
public record SparkPod(JsonNode json) {

    /** What a pod does in a Spark application. */
    public enum Role {
        DRIVER,
        EXECUTOR,
        /** Anything else: a notebook, a Spark Connect server, a driver in client mode. */
        OTHER
    }

    static final String ROLE_LABEL = "spark-role";
    static final String APPLICATION_LABEL = "spark-app-selector";
    static final String VERSION_LABEL = "spark-version";
    private static final String DEFAULT_CONF_PATH = "/opt/spark/conf";
    private static final String DEFAULT_SERVICE_ACCOUNT = "default";

    public Role role() {
        return switch (label(ROLE_LABEL)) {
            case "driver" -> Role.DRIVER;
            case "executor" -> Role.EXECUTOR;
            default -> Role.OTHER;
        };
    }

    /** Spark's application id, such as {@code spark-47b1c859e265405f86b1323507d4ce28}; empty where the pod has none. */
    public String applicationId() {
        return label(APPLICATION_LABEL);
    }

    /** The label that Spark 3.3 and later put on their pods, such as {@code 4.1.1}; empty where the pod has none. */
    String sparkVersion() {
        return label(VERSION_LABEL);
    }

    /** The first number of the label that Spark 3.3 and later put on their pods. */
    public OptionalInt sparkMajorVersion() {
        String version = sparkVersion();
        int dot = version.indexOf('.');
        String major = dot < 0 ? version : version.substring(0, dot);
        return !major.isEmpty() && major.length() <= 4 && major.chars().allMatch(c -> c >= '0' && c <= '9')
                ? OptionalInt.of(Integer.parseInt(major))
                : OptionalInt.empty();
    }

    public String name() {
        return metadata().path("name").asString("");
    }

    public String uid() {
        return metadata().path("uid").asString("");
    }

    /** How messages call the pod: its name, or the beginning of it where the API server has still to choose the rest. */
    public String displayName() {
        String generateName = metadata().path("generateName").asString("");
        return !name().isEmpty() ? name() : generateName.isEmpty() ? "(no name)" : generateName + "…";
    }

    /** What stays the same of the pod's name from mutation to storage. */
    public String stableName() {
        String generateName = metadata().path("generateName").asString("");
        return generateName.isEmpty() ? name() : generateName;
    }

    public Workload workload(String namespace) {
        String serviceAccount = spec().path("serviceAccountName").asString("");
        if (serviceAccount.isEmpty()) {
            serviceAccount = spec().path("serviceAccount").asString("");
        }
        return new Workload(namespace, serviceAccount.isEmpty() ? DEFAULT_SERVICE_ACCOUNT : serviceAccount);
    }

    /** The owner of kind Pod: for an executor its driver. An operator's custom resource may stand beside it. */
    public Optional<OwnerReference> owningPod() {
        OwnerReference found = null;
        for (JsonNode owner : metadata().path("ownerReferences")) {
            if ("v1".equals(owner.path("apiVersion").asString(""))
                    && "Pod".equals(owner.path("kind").asString(""))
                    && (found == null || owner.path("controller").asBoolean(false))) {
                found = toOwnerReference(owner);
            }
        }
        return Optional.ofNullable(found);
    }

    /** The owner that manages the pod, such as a StatefulSet. */
    public Optional<OwnerReference> controller() {
        for (JsonNode owner : metadata().path("ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return Optional.of(toOwnerReference(owner));
            }
        }
        return Optional.empty();
    }

    /** Whichever owner stands first. */
    public Optional<OwnerReference> firstOwner() {
        JsonNode owners = metadata().path("ownerReferences");
        return owners.isEmpty() ? Optional.empty() : Optional.of(toOwnerReference(owners.get(0)));
    }

    /** The value of an annotation; empty where there is none. */
    public Optional<String> annotation(String name) {
        return Optional.ofNullable(metadata().path("annotations").path(name).stringValue(null));
    }

    /** Init containers (native sidecars are among them) first, then containers, each in the pod's order. */
    public List<Container> containers() {
        List<Container> containers = new ArrayList<>(containers("initContainers"));
        containers.addAll(containers("containers"));
        return containers;
    }

    /** Those that somebody adds to a running pod, in the pod's order. */
    List<Container> ephemeralContainers() {
        return containers("ephemeralContainers");
    }

    private List<Container> containers(String list) {
        List<Container> containers = new ArrayList<>();
        for (JsonNode container : spec().path(list)) {
            containers.add(new Container(container, list, containers.size()));
        }
        return containers;
    }

    /** The volume through which Spark hands the conf map to the driver, wherever it stands among the volumes. */
    public Optional<ConfVolume> confVolume() {
        return ConfVolume.find(spec().path("volumes"));
    }

    /** Where the driver sees its conf directory: {@code /opt/spark/conf} in all that Spark writes. */
    public String confMountPath() {
        for (Container container : containers()) {
            for (JsonNode mount : container.json().path("volumeMounts")) {
                if (ConfVolume.NAME.equals(mount.path("name").asString(""))) {
                    return mount.path("mountPath").asString(DEFAULT_CONF_PATH);
                }
            }
        }
        return DEFAULT_CONF_PATH;
    }

    /** Whether the rewritten pod hands values to a process as words, which Spark shows as its command. */
    public boolean takesValuesAsArguments() {
        return containers().stream()
                .flatMap(container -> CommandLine.of(container).stream())
                .anyMatch(word -> SecretVariable.isIn(word.text()));
    }

    /**
     * The names of the env variables, of any container, in which the rewritten pod has values.
     *
     * @param deliverySecret the name of its delivery Secret
     */
    public Set<String> variablesWithValues(String deliverySecret) {
        Set<String> names = new LinkedHashSet<>();
        for (Container container : containers()) {
            for (EnvVariable variable : container.env()) {
                if (variable.secretName().equals(deliverySecret) || SecretVariable.isIn(variable.value())) {
                    names.add(variable.name());
                }
            }
        }
        return names;
    }

    public JsonNode metadata() {
        return json.path("metadata");
    }

    public JsonNode spec() {
        return json.path("spec");
    }

    /** The value of a label; empty where the pod has none. */
    String label(String name) {
        return metadata().path("labels").path(name).asString("");
    }

    private static OwnerReference toOwnerReference(JsonNode owner) {
        return new OwnerReference(
                owner.path("apiVersion").asString(""),
                owner.path("kind").asString(""),
                owner.path("name").asString(""),
                owner.path("uid").asString(""));
    }
}
