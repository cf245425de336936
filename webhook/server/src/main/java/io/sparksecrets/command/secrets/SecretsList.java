package io.sparksecrets.command.secrets;

import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.command.line.OutputOption;
import io.sparksecrets.command.line.SecretKeys;
import io.sparksecrets.command.line.StoreOption;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.adapter.StoreOpener;
import io.sparksecrets.text.TextTable;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

@Command(
        name = "list",
        description =
                "List secrets by their keys, with version, time and author of the newest value. Values are not shown.",
        sortOptions = false,
        usageHelpAutoWidth = true)
final class SecretsList implements Callable<Integer> {

    private static final int PAGE = 1000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ConfigurationOptions configuration;
    private final StoreOpener stores;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final StoreOption storeOption = new StoreOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "Only what is in this folder and below, such as team/db.")
    private String folder = "";

    @Mixin
    private final OutputOption output = new OutputOption();

    SecretsList(ConfigurationOptions configuration, StoreOpener stores) {
        this.configuration = configuration;
        this.stores = stores;
    }

    @Override
    public Integer call() throws ConfigurationException {
        String path = SecretKeys.requireFolder(folder);
        Configuration read = configuration.read();
        List<SecretMetadata> secrets = new ArrayList<>();
        try (SecretStore store = stores.open(storeOption.in(read), read.cluster())) {
            List<SecretMetadata> page;
            do {
                page = store.list(
                        path, secrets.isEmpty() ? "" : secrets.getLast().path(), PAGE);
                secrets.addAll(page);
            } while (page.size() == PAGE);
        }
        print(secrets, path);
        return 0;
    }

    private void print(List<SecretMetadata> secrets, String path) {
        CommandLine command = spec.commandLine();
        if (output.isJson()) {
            command.getOut().println(json(secrets));
        } else if (secrets.isEmpty()) {
            command.getErr()
                    .println(path.isEmpty() ? "There are no secrets." : "There are no secrets in " + path + ".");
        } else {
            TextTable table = new TextTable("KEY", "VERSION", "UPDATED", "BY");
            secrets.forEach(secret -> table.add(
                    secret.path(),
                    secret.version() == 0 ? "-" : Long.toString(secret.version()),
                    secret.updatedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    secret.updatedBy().isEmpty() ? "-" : secret.updatedBy()));
            table.lines().forEach(command.getOut()::println);
            command.getOut().flush();
        }
    }

    private static String json(List<SecretMetadata> secrets) {
        ArrayNode array = JSON.createArrayNode();
        secrets.forEach(secret -> array.addObject()
                .put("key", secret.path())
                .put("version", secret.version())
                .put("createdAt", secret.createdAt().toString())
                .put("updatedAt", secret.updatedAt().toString())
                .put("updatedBy", secret.updatedBy()));
        return array.toPrettyString();
    }
}
