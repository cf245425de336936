package io.sparksecrets.configuration;

import io.sparksecrets.reference.Reference;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    private final Map<String, String> stores = new LinkedHashMap<>();

    /**
     * What a file gives.
     *
     * @param stores the names of the named stores, with their places
     */
    record Contents(List<GivenValue> values, Map<String, String> stores) {}

    private ConfigurationFile(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The contents of a file; what is wrong with it is added to {@code problems}. */
    static Contents read(Path file, List<String> problems) {
        ConfigurationFile reading = new ConfigurationFile(file, problems);
        try {
            List<Node> documents = YamlReader.read(Utf8.decodeFile(Files.readAllBytes(file)));
            if (documents.size() > 1) {
                problems.add(file + " holds " + documents.size() + " YAML documents; one is allowed");
            } else if (!documents.isEmpty()) {
                reading.section("", documents.getFirst(), Settings.all());
            }
        } catch (NoSuchFileException e) {
            problems.add("there is no configuration file " + file);
        } catch (IOException e) {
            problems.add("the configuration file %s cannot be read (%s)"
                    .formatted(file, e.getClass().getSimpleName()));
        } catch (NotUtf8Exception e) {
            problems.add(file + " is " + e.getMessage());
        } catch (YamlException e) {
            // Nobody knows of which setting the text is that is wrong.
            problems.add("%s:%d:%d: %s".formatted(file, e.line(), e.column(), e.unquoted()));
        }
        return new Contents(reading.values, reading.stores);
    }

    private void section(String prefix, Node node, List<Setting<?>> settings) {
        if (!(node instanceof MappingNode mapping)) {
            problems.add("%s (%s) takes settings below it, not a word or a list".formatted(named(prefix), place(node)));
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            entry(prefix, entry, settings);
        }
    }

    private void entry(String prefix, NodeTuple entry, List<Setting<?>> settings) {
        String key = prefix + ((ScalarNode) entry.getKeyNode()).getValue();
        Node value = entry.getValueNode();
        Optional<Setting<?>> setting = settings.stream()
                .filter(candidate -> candidate.key().equals(key))
                .findFirst();
        if (setting.isPresent()) {
            if (!YamlReader.isNull(value)) {
                values.add(new GivenValue(setting.get(), value, file.toString(), true));
            }
        } else if (key.equals(Setting.NAMED_STORES)) {
            if (!YamlReader.isNull(value)) {
                stores(value);
            }
        } else if (settings.stream().anyMatch(known -> known.key().startsWith(key + "."))) {
            if (!YamlReader.isNull(value)) {
                section(key + ".", value, settings);
            }
        } else if (Setting.isOfStore(key)) {
            problems.add("%s (%s) holds a key that is no setting%s"
                    .formatted(
                            named(prefix),
                            place(entry.getKeyNode()),
                            Suggestion.hint(key.substring(prefix.length()), keysIn(prefix, settings))));
        } else {
            problems.add("%s (%s) is no setting%s"
                    .formatted(
                            Printable.of(key), place(entry.getKeyNode()), Suggestion.hint(key, knownKeys(settings))));
        }
    }

    private static String named(String prefix) {
        return prefix.isEmpty() ? "the configuration" : prefix.substring(0, prefix.length() - 1);
    }

    /** The keys that may be in a section. */
    private static Set<String> keysIn(String prefix, List<Setting<?>> settings) {
        Set<String> keys = new LinkedHashSet<>();
        for (Setting<?> setting : settings) {
            if (setting.key().startsWith(prefix)) {
                keys.add(setting.key().substring(prefix.length()).replaceFirst("[.].*", ""));
            }
        }
        return keys;
    }

    private void stores(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            problems.add("%s (%s) takes names of stores below it, not a word or a list"
                    .formatted(Setting.NAMED_STORES, place(node)));
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String name = ((ScalarNode) entry.getKeyNode()).getValue();
            String place = place(entry.getKeyNode());
            if (!Reference.isStore(name)) {
                problems.add(
                        "%s (%s) holds a name that no reference can bear: the name of a store has letters, digits, \"_\" and \"-\""
                                .formatted(Setting.NAMED_STORES, place));
                continue;
            }
            String store = Setting.NAMED_STORES + "." + name;
            stores.put(name, place);
            if (!YamlReader.isNull(entry.getValueNode())) {
                section(store + ".", entry.getValueNode(), StoreSettings.allAt(store));
            }
        }
    }

    private String place(Node node) {
        return file + ":" + (node.getStartMark().orElseThrow().getLine() + 1);
    }

    /** The keys of settings and the sections they are in. */
    private static Set<String> knownKeys(List<Setting<?>> settings) {
        Set<String> known = new LinkedHashSet<>();
        known.add(Setting.NAMED_STORES);
        for (Setting<?> setting : settings) {
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
