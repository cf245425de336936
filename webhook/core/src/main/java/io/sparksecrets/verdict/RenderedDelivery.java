package io.sparksecrets.verdict;

import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a delivery Secret would hold.
 *
 * @param data the values by their keys; redacted in text
 * @param problems why they cannot be delivered; never a value
 * @param warnings what the user should know about them; never a value
 */
public record RenderedDelivery(Map<String, SecretValue> data, List<Problem> problems, List<String> warnings) {

    public RenderedDelivery {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
