package io.sparksecrets.manifest;

import io.sparksecrets.text.NotUtf8Exception;
import io.sparksecrets.text.Printable;
import io.sparksecrets.text.Utf8;
import io.sparksecrets.yaml.YamlException;
import io.sparksecrets.yaml.YamlReader;
import io.sparksecrets.yaml.YamlTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads manifests: JSON, YAML, several documents of either one after the other, or a properties file of Spark. Numbers keep
 * their digits.
 */
public final class ManifestReader {

    /** What stands for standard input where a file is named. */
    public static final String STANDARD_INPUT = "-";

    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final Pattern PROPERTIES_FILE = Pattern.compile(".*\\.(conf|properties)");
    private static final Pattern BEGINS_WITH_PROPERTY =
            Pattern.compile("(?:[ \\t\\f]*(?:[#!][^\\r\\n]*)?\\R)*+[ \\t\\f]*spark\\.[^\\s=:]+[ \\t\\f=:]");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private ManifestReader() {}

    /**
     * Reads a file or standard input.
     *
     * @param file a path, or {@value #STANDARD_INPUT}
     * @return one or more manifests, in the order in which they stand there
     */
    public static List<Manifest> read(String file, InputStream standardInput) throws ManifestException {
        if (file.equals(STANDARD_INPUT)) {
            return parse("standard input", () -> standardInput);
        }
        return parse(file, () -> Files.newInputStream(Path.of(file)));
    }

    private interface Source {
        InputStream open() throws IOException;
    }

    private static List<Manifest> parse(String name, Source source) throws ManifestException {
        try (InputStream in = source.open()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ManifestException(name + " is longer than 16 MiB");
            }
            return parse(name, Utf8.decodeFile(bytes));
        } catch (NoSuchFileException e) {
            throw new ManifestException("there is no file " + Printable.of(name));
        } catch (IOException e) {
            throw new ManifestException("%s cannot be read (%s)"
                    .formatted(Printable.of(name), e.getClass().getSimpleName()));
        } catch (NotUtf8Exception e) {
            throw new ManifestException(Printable.of(name) + " is " + e.getMessage());
        }
    }

    /** @param name what messages call the text */
    static List<Manifest> parse(String name, String text) throws ManifestException {
        if (PROPERTIES_FILE.matcher(name).matches()
                || BEGINS_WITH_PROPERTY.matcher(text).lookingAt()) {
            return List.of(new Manifest.SparkDefaults(name, properties(name, text)));
        }
        List<JsonNode> documents = text.stripLeading().startsWith("{") ? json(name, text) : yaml(name, text);
        List<Manifest> manifests = new ArrayList<>();
        int number = 0;
        for (JsonNode document : documents) {
            number++;
            String origin = documents.size() == 1 ? name : name + ", document " + number;
            manifests.addAll(ManifestKinds.recognise(origin, document, ""));
        }
        if (manifests.isEmpty()) {
            throw new ManifestException(name + " holds nothing; expected is " + ManifestKinds.EXPECTED);
        }
        return manifests;
    }

    private static List<Property> properties(String name, String text) throws ManifestException {
        try {
            return PropertiesReader.read(text);
        } catch (PropertiesReader.MalformedLineException e) {
            throw new ManifestException("%s:%d: %s".formatted(name, e.line(), e.getMessage()));
        }
    }

    private static List<JsonNode> yaml(String name, String text) throws ManifestException {
        try {
            List<JsonNode> trees = new ArrayList<>();
            for (Node document : YamlReader.read(text)) {
                trees.add(YamlTree.of(document));
            }
            return trees;
        } catch (YamlException e) {
            throw new ManifestException("%s:%d:%d: %s".formatted(name, e.line(), e.column(), e.getMessage()));
        }
    }

    private static List<JsonNode> json(String name, String text) throws ManifestException {
        try (MappingIterator<JsonNode> documents =
                JSON.readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll();
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            String where = place == null ? "" : ":" + place.getLineNr() + ":" + place.getColumnNr();
            String problem = String.valueOf(e.getOriginalMessage()).replaceAll(" \\(start marker at .*", "");
            throw new ManifestException(name + where + ": no valid JSON: " + Printable.of(problem));
        }
    }
}
