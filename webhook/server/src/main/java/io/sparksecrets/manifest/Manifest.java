package io.sparksecrets.manifest;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One thing that was read. */
public sealed interface Manifest {

    /** Where it stood, for messages: a file, and which document or item of it where there are several. */
    String origin();

    /** A Kubernetes object with its JSON as it was, unknown fields and digits of numbers included. */
    sealed interface KubernetesObject extends Manifest {

        ObjectNode tree();

        /** Its kind, such as {@code Pod}. */
        default String kind() {
            return tree().path("kind").asString("");
        }
    }

    record Pod(String origin, ObjectNode tree) implements KubernetesObject {}

    record ConfigMap(String origin, ObjectNode tree) implements KubernetesObject {}

    /** A SparkApplication of the Kubeflow operator ({@code sparkoperator.k8s.io}) or of Apache's ({@code spark.apache.org}). */
    record SparkApplication(String origin, ObjectNode tree) implements KubernetesObject {}

    /** An object of another kind, such as a Deployment, which may hold references too. */
    record OtherObject(String origin, ObjectNode tree) implements KubernetesObject {}

    /**
     * An AdmissionReview of {@code admission.k8s.io/v1}.
     *
     * @param object what it is about, with {@code request.object} as its tree
     */
    record AdmissionReview(String origin, ObjectNode tree, KubernetesObject object) implements Manifest {

        public JsonNode request() {
            return tree.path("request");
        }
    }

    /** A properties file of Spark, such as {@code spark-defaults.conf}. */
    record SparkDefaults(String origin, List<Property> properties) implements Manifest {
        public SparkDefaults {
            properties = List.copyOf(properties);
        }
    }
}
