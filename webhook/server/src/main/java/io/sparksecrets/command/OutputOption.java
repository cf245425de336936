package io.sparksecrets.command;

import picocli.CommandLine.Option;

/** How a command shows what it found. */
final class OutputOption {

    private enum Format {
        table,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table (default) or json")
    private Format format = Format.table;

    boolean isJson() {
        return format == Format.json;
    }
}
