package io.sparksecrets.command;

import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.command.certs.CertsCommand;
import io.sparksecrets.command.job.CheckCommand;
import io.sparksecrets.command.job.MutateCommand;
import io.sparksecrets.command.job.StoreResolverOpener;
import io.sparksecrets.command.keys.KeysCommand;
import io.sparksecrets.command.line.CommandContext;
import io.sparksecrets.command.line.SystemPrompt;
import io.sparksecrets.command.secrets.SecretsCommand;
import io.sparksecrets.command.stores.StoresCommand;
import io.sparksecrets.command.transfer.CopyCommand;
import io.sparksecrets.command.transfer.ExportCommand;
import io.sparksecrets.command.transfer.ImportCommand;
import io.sparksecrets.kubernetes.ClusterAccess;
import io.sparksecrets.store.adapter.DatabaseKeysOpener;
import io.sparksecrets.store.adapter.StoreAdapters;
import io.sparksecrets.store.adapter.StoreOpener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The program, on a Java that can run it. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        StoreOpener stores = new StoreAdapters(Main::cluster);
        CommandContext context =
                new CommandContext(stores, Main::cluster, System.in, new SystemPrompt(), System.getenv());
        Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
        commands.put("serve", () -> ServeCommand.create(context));
        commands.put("secrets", () -> SecretsCommand.create(context));
        commands.put("stores", () -> StoresCommand.create(context));
        commands.put("copy", () -> CopyCommand.create(context));
        commands.put("export", () -> ExportCommand.create(context));
        commands.put("import", () -> ImportCommand.create(context));
        commands.put("keys", () -> KeysCommand.create(context, new DatabaseKeysOpener(Main::cluster)));
        commands.put("mutate", () -> new CommandLine(new MutateCommand(System.in)));
        commands.put("check", () -> CheckCommand.create(context, new StoreResolverOpener(stores)));
        commands.put("certs", () -> CertsCommand.create(context));
        commands.put("demo", () -> new CommandLine(new DemoCommand(stores)));
        System.exit(CommandLines.create(wanted(commands, arguments)).execute(arguments));
    }

    /** Only the command that is called, where one is: to make all of them takes half a second. */
    private static List<CommandLine> wanted(Map<String, Supplier<CommandLine>> commands, String[] arguments) {
        Supplier<CommandLine> called = arguments.length == 0 ? null : commands.get(arguments[0]);
        return called != null
                ? List.of(called.get())
                : commands.values().stream().map(Supplier::get).toList();
    }

    /** Without a service account or a kubeconfig the client would make up an address that nobody meant. */
    private static Optional<Config> cluster(ClusterAccess access) {
        if (access == ClusterAccess.NONE) {
            return Optional.empty();
        }
        Config config = Config.autoConfigure(null);
        boolean found = config.getCurrentContext() != null || config.getAutoOAuthToken() != null;
        return found ? Optional.of(config) : Optional.empty();
    }
}
