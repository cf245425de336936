package io.sparksecrets.pod.rewrite;

import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.JsonPatch;
import io.sparksecrets.pod.SparkPod;
import tools.jackson.databind.JsonNode;

/**
 * Has a pod name another delivery Secret.
 *
 * @param former the name that an earlier run wrote into it
 */
record SecretRenaming(JsonPatch patch, String former, String name) {

    void inEnv(Container container) {
        for (EnvVariable variable : container.env()) {
            if (variable.secretName().equals(former)) {
                patch.replace(variable.pointer() + "/valueFrom/secretKeyRef/name", name);
            }
        }
    }

    void inVolumes(SparkPod pod) {
        int index = 0;
        for (JsonNode volume : pod.spec().path("volumes")) {
            String pointer = "/spec/volumes/" + index++;
            if (volume.at("/secret/secretName").asString("").equals(former)) {
                patch.replace(pointer + "/secret/secretName", name);
            }
            int source = 0;
            for (JsonNode projected : volume.at("/projected/sources")) {
                if (projected.at("/secret/name").asString("").equals(former)) {
                    patch.replace(pointer + "/projected/sources/" + source + "/secret/name", name);
                }
                source++;
            }
        }
    }
}
