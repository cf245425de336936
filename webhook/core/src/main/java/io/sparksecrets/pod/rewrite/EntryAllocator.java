package io.sparksecrets.pod.rewrite;

import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.pod.delivery.DeliveryEntry;
import io.sparksecrets.pod.delivery.DeliveryEntry.Encoding;
import io.sparksecrets.reference.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives each thing that a pod needs its entry in the delivery Secret.
 *
 * <p>Entries of an earlier run keep their numbers. New ones are numbered in the order of their texts, not of their places, so
 * that the executors of an application, whose env variables come in any order, share one Secret.
 */
final class EntryAllocator {

    /**
     * What some place needs through a variable.
     *
     * @param text the template of the entry
     */
    record Need(Encoding encoding, String text) {

        static Need plain(Reference reference) {
            return new Need(Encoding.PLAIN, reference.toString());
        }
    }

    private static final Comparator<Need> NEED_ORDER =
            Comparator.comparing(Need::encoding).thenComparing(Need::text);

    private final Map<String, DeliveryEntry> entries = new HashMap<>();
    private final Map<Need, DeliveryEntry> byNeed = new HashMap<>();

    /**
     * @param earlier the entries of an earlier run over the same pod
     * @param needs what the places that are left need
     * @param files the argument-file entries that are left; their numbers are given
     * @param takenVariables names of env variables of the pod that belong to somebody else
     */
    EntryAllocator(
            List<DeliveryEntry> earlier, Set<Need> needs, List<DeliveryEntry> files, Set<String> takenVariables) {
        Set<Integer> numbers = new HashSet<>();
        for (DeliveryEntry entry : earlier) {
            entries.put(entry.key(), entry);
            if (entry.encoding() != Encoding.JAVA_ARGUMENT_FILE) {
                numbers.add(entry.number());
                byNeed.put(new Need(entry.encoding(), entry.text()), entry);
            }
        }
        int next = 0;
        Set<Need> ordered = new TreeSet<>(NEED_ORDER);
        ordered.addAll(needs);
        for (Need need : ordered) {
            if (!byNeed.containsKey(need)) {
                while (numbers.contains(next) || takenVariables.contains(SecretVariable.name(next))) {
                    next++;
                }
                DeliveryEntry entry = new DeliveryEntry(need.encoding(), next++, need.text());
                entries.put(entry.key(), entry);
                byNeed.put(need, entry);
            }
        }
        files.forEach(file -> entries.put(file.key(), file));
    }

    DeliveryEntry entryFor(Need need) {
        DeliveryEntry entry = byNeed.get(need);
        if (entry == null) {
            throw new IllegalStateException("no entry was asked for " + need);
        }
        return entry;
    }

    /** All entries of the pod, the earlier ones included, in a fixed order. */
    List<DeliveryEntry> entries() {
        List<DeliveryEntry> all = new ArrayList<>(entries.values());
        all.sort(DeliveryEntry.ORDER);
        return all;
    }
}
