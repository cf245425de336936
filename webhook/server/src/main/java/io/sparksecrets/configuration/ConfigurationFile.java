package io.sparksecrets.configuration;

import io.sparksecrets.text.NotUtf8Exception;
import io.sparksecrets.text.Printable;
import io.sparksecrets.text.Suggestion;
import io.sparksecrets.text.Utf8;
import io.sparksecrets.yaml.YamlException;
import io.sparksecrets.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the values of a YAML file whose nested mappings are the parts of the keys. */
final class ConfigurationFile {

    private final Path file;
    private final List<String> problems;
    private final List<GivenValue> values = new ArrayList<>();

    private ConfigurationFile(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The values of a file; what is wrong with it is added to {@code problems}. */
    static List<GivenValue> read(Path file, List<String> problems) {
        ConfigurationFile reading = new ConfigurationFile(file, problems);
        try {
            List<Node> documents = YamlReader.read(Utf8.decodeFile(Files.readAllBytes(file)));
            if (documents.size() > 1) {
                problems.add(file + " holds " + documents.size() + " YAML documents; one is allowed");
            } else if (!documents.isEmpty()) {
                reading.section("", documents.getFirst());
            }
        } catch (NoSuchFileException e) {
            problems.add("there is no configuration file " + file);
        } catch (IOException e) {
            problems.add("the configuration file %s cannot be read (%s)"
                    .formatted(file, e.getClass().getSimpleName()));
        } catch (NotUtf8Exception e) {
            problems.add(file + " is " + e.getMessage());
        } catch (YamlException e) {
            problems.add("%s:%d:%d: %s".formatted(file, e.line(), e.column(), e.getMessage()));
        }
        return reading.values;
    }

    private void section(String prefix, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            String name = prefix.isEmpty() ? "the configuration" : prefix.substring(0, prefix.length() - 1);
            problems.add("%s (%s) takes settings below it, not a word or a list".formatted(name, place(node)));
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = prefix + ((ScalarNode) entry.getKeyNode()).getValue();
            Node value = entry.getValueNode();
            Optional<Setting<?>> setting = Settings.all().stream()
                    .filter(candidate -> candidate.key().equals(key))
                    .findFirst();
            if (setting.isPresent()) {
                if (!YamlReader.isNull(value)) {
                    values.add(new GivenValue(setting.get(), value, file.toString(), true));
                }
            } else if (Settings.all().stream().anyMatch(known -> known.key().startsWith(key + "."))) {
                if (!YamlReader.isNull(value)) {
                    section(key + ".", value);
                }
            } else if (!Settings.SECTIONS_OF_OTHER_STORES.contains(key)) {
                problems.add("%s (%s) is no setting%s"
                        .formatted(Printable.of(key), place(entry.getKeyNode()), Suggestion.hint(key, knownKeys())));
            }
        }
    }

    private String place(Node node) {
        return file + ":" + (node.getStartMark().orElseThrow().getLine() + 1);
    }

    /** The keys of settings and the sections they are in. */
    private static Set<String> knownKeys() {
        Set<String> known = new LinkedHashSet<>();
        for (Setting<?> setting : Settings.all()) {
            for (int dot = setting.key().indexOf('.');
                    dot >= 0;
                    dot = setting.key().indexOf('.', dot + 1)) {
                known.add(setting.key().substring(0, dot));
            }
            known.add(setting.key());
        }
        return known;
    }
}
