package io.sparksecrets.pod.rewrite;

import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.reference.Problem;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/**
 * What rewriting makes of a pod.
 *
 * @param patch JSON Patch operations on the pod; empty when there is nothing to do
 * @param delivery what has to be delivered to the pod as it is after the patch; empty when nothing has to be
 * @param places where the patch replaces references, in messages' words
 * @param problems why the pod cannot be admitted; places with a problem are left as they are
 * @param warnings what the user should know of a pod that can be admitted; the most important words come first, because the API
 *     server cuts what is long
 */
public record PodRewrite(
        ArrayNode patch,
        Optional<Delivery> delivery,
        List<String> places,
        List<Problem> problems,
        List<Problem> warnings) {

    public PodRewrite {
        places = List.copyOf(places);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
