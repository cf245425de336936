package io.sparksecrets.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Programs that scripts of this project build from pinned modules; made once, in the user's cache. */
final class Binaries {

    /** Those of a cluster. */
    static final String OF_CLUSTER = "e2e/binaries/build";

    /** Vault and its plugins. */
    static final String OF_VAULT = "e2e/vault/build";

    private Binaries() {}

    /**
     * Builds them, which takes minutes the first time and a moment from then on.
     *
     * @param script prints where they are
     * @return the directory that they are in
     */
    static Path build(String script) throws IOException, Unavailable {
        List<String> missing = new ArrayList<>();
        if (!System.getProperty("os.name").equals("Linux")) {
            missing.add("Linux");
        }
        for (String command : List.of("go", "flock", "sha256sum")) {
            if (!isInstalled(command)) {
                missing.add(command);
            }
        }
        if (!missing.isEmpty()) {
            throw new Unavailable("missing: " + String.join(", ", missing));
        }
        return Path.of(Command.of(find(script).toString()).check().strip());
    }

    /** Tests run in the directory of their module, and some of them in an editor. */
    private static Path find(String script) throws IOException {
        Path start = Path.of("").toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.exists(directory.resolve(script))) {
                return directory.resolve(script);
            }
        }
        throw new IOException("%s is neither in %s nor above it".formatted(script, start));
    }

    private static boolean isInstalled(String command) {
        for (String directory :
                Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(directory, command))) {
                return true;
            }
        }
        return false;
    }
}
