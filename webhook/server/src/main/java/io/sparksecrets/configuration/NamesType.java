package io.sparksecrets.configuration;

import io.sparksecrets.certs.ServerNames;
import io.sparksecrets.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A list of DNS names and addresses. */
final class NamesType implements ValueType<List<String>> {

    @Override
    public String allowed() {
        return "a list of DNS names and addresses, such as [secrets.example.org, 10.0.0.1]";
    }

    @Override
    public boolean isStructured() {
        return true;
    }

    @Override
    public List<String> read(Node node) throws BadValueException {
        if (!(node instanceof SequenceNode sequence)) {
            throw BadValueException.notAllowed("", node, allowed(), List.of());
        }
        List<String> names = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (!(item instanceof ScalarNode scalar)
                    || YamlReader.isNull(item)
                    || !ServerNames.isName(scalar.getValue())) {
                throw BadValueException.notAllowed(
                        "[" + names.size() + "]", item, "a DNS name or an address", List.of());
            }
            names.add(scalar.getValue());
        }
        return List.copyOf(names);
    }
}
