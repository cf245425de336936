package io.sparksecrets.pod.rewrite;

import io.sparksecrets.conf.ConfFiles;
import io.sparksecrets.expansion.ExpansionToken;
import io.sparksecrets.expansion.KubernetesText;
import io.sparksecrets.pod.CommandLine;
import io.sparksecrets.pod.ConfVolume;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.JsonPatch;
import io.sparksecrets.pod.SchedulingGate;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryAnnotation;
import io.sparksecrets.pod.delivery.DeliveryEntry;
import io.sparksecrets.pod.delivery.DeliveryVolume;
import io.sparksecrets.pod.rewrite.EntryAllocator.Need;
import io.sparksecrets.reference.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the JSON Patch for one pod, in a fixed order: annotation, label, containers, conf volume, scheduling gate, delivery volume.
 *
 * <p>Within a container, what stands at an index is changed before anything is put before it.
 */
final class PodPatch {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SparkPod pod;
    /** The name of the delivery Secret; empty where references are only escaped and nothing is delivered. */
    private final String secretName;
    /** Where this run has to change the name under which an earlier run delivers. */
    private final Optional<SecretRenaming> renaming;

    private final Optional<DeliveryVolume> volume;
    private final JsonPatch patch;

    /** @param patch to go on with, which has made the pod what it is */
    PodPatch(JsonPatch patch, SparkPod pod, Optional<Delivery> earlier, Optional<Delivery> delivery) {
        this.patch = patch;
        this.pod = pod;
        this.secretName = delivery.map(Delivery::secretName).orElse("");
        this.renaming = earlier.map(Delivery::secretName)
                .filter(name -> !name.equals(secretName))
                .map(former -> new SecretRenaming(patch, former, secretName));
        this.volume = delivery.map(delivered -> new DeliveryVolume(pod, delivered));
    }

    ArrayNode operations() {
        return patch.operations();
    }

    void annotate(String annotation) {
        if (!pod.metadata().isObject()) {
            patch.add("/metadata", JSON.objectNode());
        }
        putMetadata("annotations", DeliveryAnnotation.NAME, annotation);
    }

    /** The label by which any replica finds the pod when the one that answered is gone before it has delivered. */
    void labelAsWaiting() {
        putMetadata("labels", Delivery.WAITING_LABEL, Delivery.WAITING);
    }

    private void putMetadata(String map, String name, String value) {
        JsonNode present = pod.metadata().path(map);
        if (!present.isObject()) {
            patch.add("/metadata/" + map, JSON.objectNode().put(name, value));
        } else if (!value.equals(present.path(name).stringValue(null))) {
            patch.add("/metadata/" + map + "/" + JsonPatch.escape(name), value);
        }
    }

    void rewrite(ContainerSites sites, EntryAllocator entries) {
        Container container = sites.container();
        renaming.ifPresent(renamed -> renamed.inEnv(container));
        SortedSet<DeliveryEntry> variables = new TreeSet<>(Comparator.comparingInt(DeliveryEntry::number));
        boolean readsFiles = false;
        for (Site site : sites.sites()) {
            if (!isSoleReference(site)) {
                site.needs().forEach(need -> variables.add(entries.entryFor(need)));
            }
            switch (site) {
                case Site.PlainVariable variable -> rewriteVariable(variable, entries);
                case Site.JavaOption option -> {
                    patch.replace(
                            option.variable().pointer() + "/value",
                            "@" + DeliveryVolume.MOUNT_PATH + "/"
                                    + option.entry().key());
                    readsFiles = true;
                }
                case Site.Options options ->
                    patch.replace(
                            options.variable().pointer() + "/value",
                            options.text(need -> entries.entryFor(need).variable()));
                case Site.PlainWord word -> {
                    String text = KubernetesText.withVariables(word.template(), variableOf(entries));
                    replaceWord(container, word.word(), text);
                }
                case Site.KeptWord word -> replaceWord(container, word.word(), word.text());
                case Site.LauncherOptionsWord word ->
                    replaceWord(
                            container,
                            word.word(),
                            word.prefix()
                                    + ExpansionToken.variable(
                                            entries.entryFor(word.need()).variable()));
                case Site.Script script -> {
                    String text =
                            script.references().rewrite(variableOf(entries)).text();
                    replaceWord(container, script.word(), text);
                }
            }
        }
        insertWords(container, sites.insertions());
        define(container, variables);
        if (!sites.sites().isEmpty()) {
            boolean files = readsFiles;
            volume.ifPresent(mounted -> mounted.usedBy(container, files));
        }
    }

    void projectConf(ConfVolume confVolume) {
        String pointer = "/spec/volumes/" + confVolume.index();
        patch.remove(pointer + "/configMap");
        patch.add(pointer + "/projected", confVolume.projected(secretName, ConfFiles.JAVA_ARGUMENT_FILES));
    }

    void gate() {
        SchedulingGate.addTo(patch, pod);
    }

    /** Mounts the delivery Secret where a container reads files of it or the kubelet has to wait for it. */
    void mountDelivery() {
        renaming.ifPresent(renamed -> renamed.inVolumes(pod));
        volume.ifPresent(mounted -> mounted.appendTo(patch));
    }

    private void rewriteVariable(Site.PlainVariable site, EntryAllocator entries) {
        String pointer = site.variable().pointer();
        Optional<Reference> sole = site.template().soleReference();
        if (sole.isPresent()) {
            patch.remove(pointer + "/value");
            patch.add(pointer + "/valueFrom", fromSecret(entries.entryFor(Need.plain(sole.get()))));
        } else {
            patch.replace(pointer + "/value", KubernetesText.withVariables(site.template(), variableOf(entries)));
        }
    }

    /** Whether the place takes its value from the Secret itself and needs no variable beside it. */
    private static boolean isSoleReference(Site site) {
        return site instanceof Site.PlainVariable variable
                && variable.template().soleReference().isPresent();
    }

    private void replaceWord(Container container, CommandLine.Word word, String text) {
        patch.replace(container.pointer() + "/" + word.list() + "/" + word.index(), text);
    }

    /** From the last to the first, so that the places of those before stay as they are. */
    private void insertWords(Container container, List<Insertion> insertions) {
        for (Insertion insertion : insertions.reversed()) {
            for (String word : insertion.words().reversed()) {
                patch.add(
                        container.pointer() + "/" + insertion.list() + "/" + insertion.index(),
                        KubernetesText.literal(word));
            }
        }
    }

    private static Function<Reference, String> variableOf(EntryAllocator entries) {
        return reference -> entries.entryFor(Need.plain(reference)).variable();
    }

    /** Defines variables before all others, because Kubernetes expands only what is defined earlier. */
    private void define(Container container, SortedSet<DeliveryEntry> variables) {
        Set<String> present = container.variableNames();
        List<ObjectNode> missing = new ArrayList<>();
        for (DeliveryEntry entry : variables) {
            if (!present.contains(entry.variable())) {
                ObjectNode variable = JSON.objectNode().put("name", entry.variable());
                variable.set("valueFrom", fromSecret(entry));
                missing.add(variable);
            }
        }
        String pointer = container.pointer() + "/env";
        if (container.hasEnv()) {
            missing.reversed().forEach(variable -> patch.add(pointer + "/0", variable));
        } else if (!missing.isEmpty()) {
            patch.add(pointer, JSON.arrayNode().addAll(missing));
        }
    }

    private ObjectNode fromSecret(DeliveryEntry entry) {
        ObjectNode valueFrom = JSON.objectNode();
        valueFrom.putObject("secretKeyRef").put("name", secretName).put("key", entry.key());
        return valueFrom;
    }
}
