package io.sparksecrets.e2e.cluster;

import io.sparksecrets.testing.Command;
import io.sparksecrets.testing.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the script {@code prepare} made, by name: {@code binaries}, {@code pause} and {@code spark-VERSION}. */
public record Preparation(Map<String, Path> paths) {

    /** The exit code with which the script says that something is missing, EX_UNAVAILABLE of sysexits.h. */
    private static final int UNAVAILABLE = 69;

    public Preparation {
        paths = Map.copyOf(paths);
    }

    /**
     * Runs the script; with everything made already it takes a moment.
     *
     * @param e2e the directory of the script
     */
    public static Preparation run(Path e2e) throws IOException, Unavailable {
        Command.Result result = Command.of(e2e.resolve("prepare").toString()).run();
        if (result.exitCode() == UNAVAILABLE) {
            throw new Unavailable(result.errors().strip());
        }
        if (result.exitCode() != 0) {
            throw new IOException(
                    "%s ended with %d:%n%s".formatted(e2e.resolve("prepare"), result.exitCode(), result.errors()));
        }
        Map<String, Path> paths = new LinkedHashMap<>();
        result.output().lines().forEach(line -> {
            int equals = line.indexOf('=');
            paths.put(line.substring(0, equals), Path.of(line.substring(equals + 1)));
        });
        return new Preparation(paths);
    }

    /** Where a part is. */
    public Path path(String name) {
        Path path = paths.get(name);
        if (path == null) {
            throw new IllegalArgumentException("prepare made no %s, only %s".formatted(name, paths.keySet()));
        }
        return path;
    }
}
