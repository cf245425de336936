package io.sparksecrets.pod;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Finds the container of an executor's pod in which the executor runs. A pod template may call it anything and put words before
 * Spark's own {@code executor}, and a sidecar may look at the same files.
 *
 * <p>So the env variable that Spark sets in that container only is what counts; without it the volume that Spark mounts there,
 * unless {@code spark.kubernetes.executor.disableConfigMap} is set; and without either, as in a pod that somebody else wrote, its
 * name or its first argument.
 */
public final class ExecutorContainers {

    private static final String ID = "SPARK_EXECUTOR_ID";
    private static final String CONF_VOLUME = "spark-conf-volume-exec";
    private static final String NAME = "spark-kubernetes-executor";

    private static final List<Predicate<Container>> EVIDENCE = List.of(
            container -> container.variableNames().contains(ID),
            ExecutorContainers::mountsConf,
            container -> container.name().equals(NAME)
                    || (!container.args().isEmpty()
                            && container.args().getFirst().equals("executor")));

    private ExecutorContainers() {}

    /** Those for which the strongest evidence speaks: one as a rule, none where nothing is to be found. */
    public static List<Container> of(SparkPod pod) {
        List<Container> containers = pod.containers().stream()
                .filter(container -> !container.isInit())
                .toList();
        for (Predicate<Container> evidence : EVIDENCE) {
            List<Container> found = containers.stream().filter(evidence).toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static boolean mountsConf(Container container) {
        for (JsonNode mount : container.json().path("volumeMounts")) {
            if (CONF_VOLUME.equals(mount.path("name").asString(""))) {
                return true;
            }
        }
        return false;
    }
}
