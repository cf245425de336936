package io.sparksecrets.command.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.command.Surroundings;
import io.sparksecrets.configuration.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class CommandContextTest {

    @Command(name = "asks")
    private record Asks() {}

    @Test
    void eachCommandHasOptionsOfItsOwn() {
        CommandContext context = new Surroundings().context();
        List<ConfigurationOptions> options = new ArrayList<>();
        for (int command = 0; command < 2; command++) {
            assertThat(context.command(Settings.ofStores(), given -> {
                                options.add(given);
                                return new Asks();
                            })
                            .getUsageMessage())
                    .contains("--config=FILE");
        }

        assertThat(options.getFirst()).isNotSameAs(options.getLast());
    }

    @Test
    void itDoesNotShowVariablesWhereItIsPrinted() {
        Map<String, String> environment = Map.of("SPARK_SECRETS_PASSPHRASE", "hunter2");

        assertThat(new Surroundings().environment(environment).context().toString())
                .doesNotContain("hunter2");
    }
}
