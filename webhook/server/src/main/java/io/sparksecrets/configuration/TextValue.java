package io.sparksecrets.configuration;

import io.sparksecrets.yaml.YamlException;
import io.sparksecrets.yaml.YamlReader;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value that a variable or a flag holds: a word, or YAML (which JSON is too) for a setting that has structure. */
final class TextValue {

    private TextValue() {}

    static Optional<GivenValue> read(Setting<?> setting, String text, String source, List<String> problems) {
        try {
            return Optional.of(new GivenValue(setting, node(setting, text), source, false));
        } catch (YamlException e) {
            problems.add("%s (%s) takes %s: %s"
                    .formatted(setting.key(), source, setting.type().allowed(), e.getMessage()));
            return Optional.empty();
        }
    }

    static Node node(Setting<?> setting, String text) throws YamlException {
        if (setting.type().isStructured()) {
            List<Node> documents = YamlReader.read(text);
            if (documents.size() == 1) {
                return documents.getFirst();
            }
        }
        return new ScalarNode(Tag.STR, text, ScalarStyle.PLAIN);
    }
}
