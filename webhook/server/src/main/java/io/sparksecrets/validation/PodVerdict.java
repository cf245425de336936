package io.sparksecrets.validation;

import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the webhook says of a pod.
 *
 * @param delivery what has to be delivered; empty when nothing has to be
 * @param data the values to deliver; empty where not all can be, redacted in text
 */
public record PodVerdict(
        String subject,
        List<Problem> problems,
        List<ReferenceVerdict> references,
        List<String> warnings,
        Optional<Delivery> delivery,
        Map<String, SecretValue> data)
        implements Verdict {

    public PodVerdict {
        problems = List.copyOf(problems);
        references = List.copyOf(references);
        warnings = List.copyOf(warnings);
    }

    @Override
    public List<Problem> outages() {
        return List.of();
    }
}
