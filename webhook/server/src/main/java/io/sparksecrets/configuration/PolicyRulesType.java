package io.sparksecrets.configuration;

import io.sparksecrets.access.AccessRule;
import io.sparksecrets.text.Printable;
import io.sparksecrets.text.Suggestion;
import io.sparksecrets.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A list of rules; each is a mapping of globs, of which only {@code secrets} has to be given. */
final class PolicyRulesType implements ValueType<List<AccessRule>> {

    private static final String ALLOWED =
            "a list of rules, each with secrets and, unless they are all, namespaces, serviceAccounts and stores";
    private static final List<String> KEYS = List.of("namespaces", "serviceAccounts", "secrets", "stores");
    private static final List<String> ALL = List.of("*");

    @Override
    public String allowed() {
        return ALLOWED;
    }

    @Override
    public boolean isStructured() {
        return true;
    }

    @Override
    public List<AccessRule> read(Node node) throws BadValueException {
        if (!(node instanceof SequenceNode sequence)) {
            throw BadValueException.notAllowed("", node, ALLOWED, List.of());
        }
        List<AccessRule> rules = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            rules.add(rule("[" + rules.size() + "]", item));
        }
        return List.copyOf(rules);
    }

    private static AccessRule rule(String within, Node node) throws BadValueException {
        if (!(node instanceof MappingNode mapping)) {
            throw BadValueException.notAllowed(
                    within, node, "a rule such as {namespaces: [team-a], secrets: [\"team-a/**\"]}", List.of());
        }
        Map<String, List<String>> globs = new HashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = ((ScalarNode) entry.getKeyNode()).getValue();
            if (!KEYS.contains(key)) {
                throw BadValueException.wrong(
                        within,
                        entry.getKeyNode(),
                        "has the unknown key " + Printable.quoted(key) + Suggestion.hint(key, KEYS));
            }
            globs.put(key, globs(within + "." + key, entry.getValueNode()));
        }
        @Nullable List<String> secrets = globs.get("secrets");
        if (secrets == null) {
            throw BadValueException.wrong(within, node, "needs secrets; write secrets: [\"**\"] to allow all of them");
        }
        return new AccessRule(
                globs.getOrDefault("namespaces", ALL),
                globs.getOrDefault("serviceAccounts", ALL),
                secrets,
                globs.getOrDefault("stores", ALL));
    }

    private static List<String> globs(String within, Node node) throws BadValueException {
        List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        List<String> globs = new ArrayList<>();
        for (Node item : items) {
            if (!(item instanceof ScalarNode scalar)
                    || YamlReader.isNull(item)
                    || scalar.getValue().isBlank()) {
                throw BadValueException.notAllowed(within, item, "a list of globs", List.of());
            }
            globs.add(scalar.getValue());
        }
        if (globs.isEmpty()) {
            throw BadValueException.wrong(within, node, "is empty, so the rule would never apply; leave out the rule");
        }
        return globs;
    }
}
