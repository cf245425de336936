package io.sparksecrets.conf;

import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A conf map with its references resolved.
 *
 * @param files the files of the driver's conf directory that are delivered, by name; none when there are problems
 * @param problems why the values cannot be delivered
 * @param warnings what will probably not work with these values
 */
public record RenderedConf(Map<String, SecretValue> files, List<Problem> problems, List<Problem> warnings) {

    public RenderedConf {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
