package io.sparksecrets.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory for the files of one server, which only this user reads; deleted with everything in it at the end. */
public final class ServerDirectory implements AutoCloseable {

    private final Path path;
    private final Thread atExit;

    private ServerDirectory(Path path) {
        this.path = path;
        this.atExit = new Thread(this::deleteAtExit, "delete " + path);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Makes one. */
    public static ServerDirectory create(String server) throws IOException {
        return new ServerDirectory(Files.createTempDirectory("spark-secrets-" + server + "-"));
    }

    public Path path() {
        return path;
    }

    /** Where a file in it is, or would be. */
    public Path resolve(String file) {
        return path.resolve(file);
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // The program ends, and the directory with it.
        }
        delete();
    }

    private void deleteAtExit() {
        try {
            delete();
        } catch (IOException e) {
            System.err.println("not deleted: " + path);
        }
    }

    private void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
