package io.sparksecrets.store.database;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes files and directories that only their owner can use, from their first moment on. */
final class FilePermissions {

    private FilePermissions() {}

    /** Makes a new file of mode 0600. */
    static void createFile(Path file) throws IOException {
        Files.createFile(file, only("rw-------"));
    }

    /** Makes a directory of mode 0700, and its parents, where it does not exist yet. */
    static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, only("rwx------"));
    }

    /** Takes the rights of group and others from a directory that this process owns. */
    static void restrictDirectory(Path directory) throws IOException {
        if (isPosix()) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static FileAttribute<?>[] only(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
