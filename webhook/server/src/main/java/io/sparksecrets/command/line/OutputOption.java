package io.sparksecrets.command.line;

import picocli.CommandLine.Option;

/** How a command shows what it found. */
public final class OutputOption {

    private enum Format {
        table,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table (default) or json")
    private Format format = Format.table;

    public boolean isJson() {
        return format == Format.json;
    }
}
