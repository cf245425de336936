package io.sparksecrets;

import static java.util.Objects.requireNonNull;

import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.manifest.ManifestException;
import io.sparksecrets.manifest.ManifestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** An input of one of the cases that users of such programs reported, as they wrote it. */
public record ReportedCase(String name) {

    /** The file itself, for commands that take one. */
    public Path file() {
        try {
            return Path.of(requireNonNull(ReportedCase.class.getResource("/cases/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        try {
            return Files.readAllBytes(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Manifest> manifests() {
        try {
            return ManifestReader.read(file().toString(), InputStream.nullInputStream());
        } catch (ManifestException e) {
            throw new AssertionError(e);
        }
    }

    /** The pod that the input is. */
    public ObjectNode pod() {
        return ((Manifest.Pod) manifests().getFirst()).tree();
    }
}
