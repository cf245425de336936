package io.sparksecrets.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A SparkCluster of Apache's operator 1.0.0: StatefulSets of a master and of workers that have the conf in an env variable
 * (SparkClusterResourceSpec).
 */
final class ApacheCluster {

    private ApacheCluster() {}

    static Submission submission(JsonNode metadata, JsonNode spec, Target target) {
        SentPod master = pod("master", "SPARK_MASTER_OPTS", metadata, spec, target);
        SentPod worker = pod("worker", "SPARK_WORKER_OPTS", metadata, spec, target);
        List<String> notes = new ArrayList<>(master.unseenSources());
        notes.addAll(worker.unseenSources());
        return new Submission(List.of(master, worker), List.of(), List.of(), notes);
    }

    private static SentPod pod(String role, String variable, JsonNode metadata, JsonNode spec, Target target) {
        String place = "spec." + role + "Spec.statefulSetSpec.template";
        JsonNode template = spec.path(role + "Spec").path("statefulSetSpec").path("template");
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
        json.set(
                "metadata",
                template.path("metadata").isObject() ? template.path("metadata").deepCopy() : json.objectNode());
        json.set(
                "spec", template.path("spec").isObject() ? template.path("spec").deepCopy() : json.objectNode());
        Origins origins = Origins.ofPod(json, place + ".spec.");
        PodDraft pod = new PodDraft(role + " pod", json, container(json, role), origins);
        String name = metadata.path("name").asString("cluster");
        pod.metadata().put("name", name + "-" + role + "-0");
        pod.label("spark-role", role);
        pod.label("spark.operator/spark-cluster-name", name);
        Fields.text(spec.path("runtimeVersions"), "sparkVersion")
                .ifPresent(version -> pod.label("spark-version", version));
        pod.account(target.account());
        StringBuilder options = new StringBuilder();
        String where = PodDraft.display(pod.container()) + ", env " + variable;
        Fields.texts(spec.path("sparkConf"), (key, value) -> {
            options.append("-D%s=\"%s\" ".formatted(key, value));
            origins.text(where, "spec.sparkConf " + key, value);
        });
        pod.env(variable, options.toString(), "");
        PodDraft.array(pod.container(), "command").add("bash");
        String script = role.equals("master")
                ? "/opt/spark/sbin/start-master.sh && while /opt/spark/sbin/spark-daemon.sh status org.apache.spark.deploy.master.Master 1; do sleep 1; done"
                : "/opt/spark/sbin/start-worker.sh spark://%s-master-svc:7077 && while /opt/spark/sbin/spark-daemon.sh status org.apache.spark.deploy.worker.Worker 1; do sleep 1; done"
                        .formatted(name);
        PodDraft.array(pod.container(), "args").add("-c").add(script);
        return pod.finish(target.request());
    }

    private static ObjectNode container(ObjectNode pod, String name) {
        Optional<JsonNode> present = pod.path("spec")
                .path("containers")
                .valueStream()
                .filter(container -> container.path("name").asString("").equals(name))
                .findFirst();
        return present.map(ObjectNode.class::cast)
                .orElseGet(() -> PodDraft.array((ObjectNode) pod.path("spec"), "containers")
                        .addObject()
                        .put("name", name));
    }
}
