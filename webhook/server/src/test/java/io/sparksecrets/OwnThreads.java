package io.sparksecrets;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The threads, virtual ones too, that are in this program's code: how many came into it by which method. */
public final class OwnThreads {

    private static final String OWN = "io.sparksecrets.";

    private final Map<String, Integer> entrances;

    private OwnThreads(Map<String, Integer> entrances) {
        this.entrances = entrances;
    }

    /**
     * Those of this moment.
     *
     * @param directory for a file that is deleted again
     */
    public static OwnThreads now(Path directory) throws IOException {
        Path file = directory.toAbsolutePath().resolve("threads-%d.json".formatted(System.nanoTime()));
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
        JsonNode dump = JsonMapper.shared().readTree(file);
        Files.delete(file);
        Map<String, Integer> entrances = new HashMap<>();
        for (JsonNode container : dump.at("/threadDump/threadContainers")) {
            for (JsonNode thread : container.path("threads")) {
                String entrance = entrance(thread.path("stack"));
                if (!entrance.isEmpty()) {
                    entrances.merge(entrance, 1, Integer::sum);
                }
            }
        }
        return new OwnThreads(Map.copyOf(entrances));
    }

    /** Whether there were at least as many of each kind at the other moment. */
    public boolean noneBeside(OwnThreads others) {
        return entrances.entrySet().stream()
                .allMatch(entrance -> entrance.getValue() <= others.entrances.getOrDefault(entrance.getKey(), 0));
    }

    /** The outermost method of this program, without its line; empty when the thread is elsewhere. */
    private static String entrance(JsonNode stack) {
        String entrance = "";
        for (JsonNode frame : stack) {
            String method = frame.asString();
            int at = method.indexOf(OWN);
            if (at >= 0) {
                entrance =
                        method.substring(at, method.indexOf('(', at) < 0 ? method.length() : method.indexOf('(', at));
            }
        }
        return entrance;
    }

    @Override
    public String toString() {
        return entrances.toString();
    }
}
