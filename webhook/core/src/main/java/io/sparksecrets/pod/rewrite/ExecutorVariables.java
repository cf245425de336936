package io.sparksecrets.pod.rewrite;

import io.sparksecrets.conf.ExecutorVariable;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.ExecutorContainers;
import io.sparksecrets.pod.JsonPatch;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.DeliveryAnnotation;
import io.sparksecrets.reference.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the variables that an executor's annotations carry into its env, last, where Spark itself would put them.
 *
 * @param pod with the variables
 * @param patch what makes it of the pod that was given
 * @param problems variables that no container takes
 */
record ExecutorVariables(SparkPod pod, JsonPatch patch, List<Problem> problems) {

    static ExecutorVariables addTo(SparkPod pod) {
        List<ExecutorVariable> carried = carried(pod);
        if (carried.isEmpty()) {
            return new ExecutorVariables(pod, new JsonPatch(), List.of());
        }
        // After the first time they are there, and not before it, whatever a pod template calls its own variables.
        boolean again = pod.annotation(DeliveryAnnotation.NAME).isPresent();
        JsonPatch patch = new JsonPatch();
        SparkPod changed = new SparkPod(pod.json().deepCopy());
        List<Container> executors = ExecutorContainers.of(changed);
        if (executors.isEmpty()) {
            return new ExecutorVariables(
                    pod, patch, carried.stream().map(ExecutorVariables::lost).toList());
        }
        for (Container container : executors) {
            Set<String> present = again ? container.variableNames() : Set.of();
            for (ExecutorVariable variable : carried) {
                if (!present.contains(variable.name())) {
                    add(variable, container, patch);
                }
            }
        }
        return new ExecutorVariables(changed, patch, List.of());
    }

    private static Problem lost(ExecutorVariable variable) {
        return new Problem(
                "env " + variable.name(),
                "is for the executor, and no container of the pod shows that it runs one: none has the env variable"
                        + " SPARK_EXECUTOR_ID or the volume spark-conf-volume-exec, is called spark-kubernetes-executor or has"
                        + " executor as its first argument. Leave the executor's container as Spark writes it, or write the"
                        + " variable into the pod template's container instead of spark.executorEnv");
    }

    private static List<ExecutorVariable> carried(SparkPod pod) {
        List<ExecutorVariable> carried = new ArrayList<>();
        if (pod.role() == SparkPod.Role.EXECUTOR) {
            pod.metadata().path("annotations").properties().forEach(annotation -> {
                if (annotation.getKey().startsWith(ExecutorVariable.ANNOTATION)) {
                    ExecutorVariable.read(annotation.getValue().asString("")).ifPresent(carried::add);
                }
            });
        }
        return carried;
    }

    private static void add(ExecutorVariable variable, Container container, JsonPatch patch) {
        ObjectNode json = (ObjectNode) container.json();
        if (!container.hasEnv()) {
            json.putArray("env");
            patch.add(container.pointer() + "/env", JsonNodeFactory.instance.arrayNode());
        }
        ObjectNode added =
                json.withArray("env").addObject().put("name", variable.name()).put("value", variable.value());
        patch.add(container.pointer() + "/env/-", added.deepCopy());
    }
}
