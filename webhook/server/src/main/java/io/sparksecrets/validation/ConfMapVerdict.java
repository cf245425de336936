package io.sparksecrets.validation;

import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the webhook says of the conf map of a driver.
 *
 * @param driver whose conf it is; empty where that is not known
 * @param data the values to deliver; empty where not all can be, redacted in text
 */
public record ConfMapVerdict(
        String subject,
        List<Problem> problems,
        List<Problem> outages,
        List<ReferenceVerdict> references,
        List<String> warnings,
        Optional<Driver> driver,
        Map<String, SecretValue> data)
        implements Verdict {

    public ConfMapVerdict {
        problems = List.copyOf(problems);
        outages = List.copyOf(outages);
        references = List.copyOf(references);
        warnings = List.copyOf(warnings);
    }

    /** A driver pod and what its annotation, proved to be ours, says. */
    public record Driver(SparkPod pod, OwnerReference reference, Delivery delivery) {}
}
