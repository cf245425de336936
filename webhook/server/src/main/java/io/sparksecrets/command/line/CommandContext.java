package io.sparksecrets.command.line;

import io.sparksecrets.configuration.Setting;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.store.adapter.StoreOpener;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * What the program gives to every command.
 *
 * @param clusters how to reach the cluster of the installation
 * @param environment the variables of the process
 */
public record CommandContext(
        StoreOpener stores,
        ClusterConfig clusters,
        InputStream standardInput,
        Prompt prompt,
        Map<String, String> environment) {

    /** A command that takes some settings as options. */
    public CommandLine command(List<Setting<?>> settings, Function<ConfigurationOptions, Object> command) {
        // Options remember what was given, so no two commands share them.
        ConfigurationOptions options = new ConfigurationOptions(environment, clusters);
        CommandLine made = new CommandLine(command.apply(options));
        options.addTo(made.getCommandSpec(), settings);
        return made;
    }

    /** Without the variables: some of them are credentials. */
    @Override
    public String toString() {
        return "CommandContext";
    }
}
