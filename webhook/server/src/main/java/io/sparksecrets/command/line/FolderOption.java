package io.sparksecrets.command.line;

import picocli.CommandLine.Option;

/** Which part of a store or of a file is moved. */
public final class FolderOption {

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Only what is in this folder and below, such as team/db.")
    private String folder = "";

    /** The folder as stores know it; empty for all. */
    public String path() {
        return SecretKeys.requireFolder(folder);
    }
}
