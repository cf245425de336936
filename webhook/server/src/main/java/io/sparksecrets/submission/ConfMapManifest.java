package io.sparksecrets.submission;

import io.sparksecrets.conf.ConfFiles;
import io.sparksecrets.manifest.PropertiesReader;
import io.sparksecrets.manifest.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The conf map of a driver as a manifest.
 *
 * @param json the ConfigMap
 * @param conf its {@code spark.properties}; empty where Spark cannot read them
 */
record ConfMapManifest(String name, ObjectNode json, SparkConf conf) {

    static ConfMapManifest read(JsonNode confMap) {
        SparkConf conf = new SparkConf(Optional.empty());
        String file = ConfFiles.SPARK_PROPERTIES;
        try {
            for (Property property :
                    PropertiesReader.read(confMap.path("data").path(file).asString(""))) {
                conf.put(property.key(), property.value(), file + " " + property.key());
            }
        } catch (PropertiesReader.MalformedLineException e) {
            // The webhook says so too.
        }
        return new ConfMapManifest(confMap.at("/metadata/name").asString(""), (ObjectNode) confMap.deepCopy(), conf);
    }

    /** @param given the driver pod, where it was handed over too; else one is made of the conf */
    Submission submission(Target target, Optional<SentPod> given) {
        ClusterModeApplication application = new ClusterModeApplication(target, conf)
                .named(given.map(pod -> pod.pod().name()).orElse("driver"), name);
        List<SentPod> made = application.pods();
        SentPod driver = given.orElseGet(made::getFirst);
        if (target.account().isPresent()) {
            ((ObjectNode) json.path("data")).put(ConfFiles.SPARK_PROPERTIES, conf.properties());
        }
        Origins origins = conf.origins();
        files(json, origins);
        // Variables of the driver pod are said there and in its conf.
        conf.withPrefix("spark.kubernetes.driverEnv.")
                .forEach((variable, entry) -> driver.json()
                        .path("spec")
                        .path("containers")
                        .forEach(container -> origins.text(
                                PodDraft.display(container) + ", env " + variable, entry.place(), entry.value())));
        List<String> notes = new ArrayList<>(ClusterModeApplication.unseenTemplates(conf));
        if (given.isEmpty()) {
            notes.add(
                    "the driver pod of this conf map is not among the files; one is assumed that has only what the conf says");
        }
        return new Submission(
                given.isPresent() ? made.subList(1, 2) : made,
                List.of(new SentConfMap(name, json, driver, origins)),
                List.of(),
                notes);
    }

    /** A ConfigMap of files that Spark's processes read as they are. */
    static Submission ofFiles(JsonNode configMap) {
        Map<String, String> files = new LinkedHashMap<>();
        configMap.path("data").forEachEntry((file, text) -> files.put(file, text.asString("")));
        Origins origins = new Origins();
        files(configMap, origins);
        return Submission.ofProblems(ConfFiles.problemsOfFiles(files), origins);
    }

    /** References in a file are told by their lines. */
    private static void files(JsonNode configMap, Origins origins) {
        configMap
                .path("data")
                .forEachEntry((file, text) -> ManifestTexts.file(file, text)
                        .forEach(line -> origins.text("file " + file, line.place(), line.text())));
    }
}
