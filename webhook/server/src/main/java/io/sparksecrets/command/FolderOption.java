package io.sparksecrets.command;

import picocli.CommandLine.Option;

/** Which part of a store or of a file is moved. */
final class FolderOption {

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Only what is in this folder and below, such as team/db.")
    private String folder = "";

    /** The folder as stores know it; empty for all. */
    String path() {
        return SecretKeys.requireFolder(folder);
    }
}
