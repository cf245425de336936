package io.sparksecrets.command.stores;

import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.OutputOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.diagnosis.StoreJson;
import io.sparksecrets.text.TextTable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description =
                "List the configured stores: name, type, where the secrets are, and which one '${secrets.KEY}' means. None is asked.",
        sortOptions = false,
        usageHelpAutoWidth = true)
final class StoresList implements Callable<Integer> {

    private final ConfigurationOptions configuration;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final OutputOption output = new OutputOption();

    StoresList(ConfigurationOptions configuration) {
        this.configuration = configuration;
    }

    @Override
    public Integer call() throws ConfigurationException {
        Configuration read = configuration.read();
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(StoreJson.of(read.stores()).toPrettyString());
            return 0;
        }
        TextTable table = new TextTable("NAME", "TYPE", "DEFAULT", "PLACE");
        for (StoreConfiguration store : read.stores().all()) {
            table.add(store.name(), store.type().word(), read.stores().isDefault(store) ? "yes" : "-", store.place());
        }
        table.lines().forEach(out::println);
        out.flush();
        return 0;
    }
}
