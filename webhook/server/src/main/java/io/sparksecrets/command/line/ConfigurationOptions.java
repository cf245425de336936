package io.sparksecrets.command.line;

import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.configuration.Setting;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.kubernetes.ClusterConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a command that are settings, made from their registry, and the configuration they give. */
public final class ConfigurationOptions {

    private final Map<String, String> environment;
    private final ClusterConfig clusters;
    private final Map<Setting<?>, String> flags = new LinkedHashMap<>();
    private @Nullable Path file;

    /**
     * @param environment the variables of the process
     * @param clusters how to reach the cluster in whose Secrets stores may have their credentials
     */
    public ConfigurationOptions(Map<String, String> environment, ClusterConfig clusters) {
        this.environment = environment;
        this.clusters = clusters;
    }

    /** Gives a command {@code --config} and the flags of some settings, and shows these apart from its own options. */
    public void addTo(CommandSpec command, List<Setting<?>> settings) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .heading("%nSettings. A flag counts before its variable, that before the configuration file:%n")
                .validate(false)
                .addArg(OptionSpec.builder("--config")
                        .order(-1)
                        .paramLabel("FILE")
                        .type(Path.class)
                        .description("A configuration file (YAML).", "Variable: " + Settings.CONFIG_VARIABLE)
                        .setter(new Setter<Path>(value -> file = value))
                        .build());
        settings.stream()
                .filter(Setting::hasFlag)
                .forEach(setting -> group.addArg(option(setting, Settings.all().indexOf(setting))));
        command.addArgGroup(group.build()).usageMessage().sortOptions(false).abbreviateSynopsis(true);
        List<Setting<?>> withoutFlag =
                settings.stream().filter(setting -> !setting.hasFlag()).toList();
        Stream<String> variables = withoutFlag.stream()
                .flatMap(setting -> Stream.of(
                        "  " + setting.variable(),
                        "      " + setting.description() + " In the file: " + setting.key()));
        if (!withoutFlag.isEmpty()) {
            command.usageMessage()
                    .footer(Stream.of(
                                    Arrays.stream(command.usageMessage().footer()),
                                    Stream.of("", "Never flags, because the process list shows those:"),
                                    variables.map(ConfigurationOptions::escaped))
                            .flatMap(lines -> lines)
                            .toArray(String[]::new));
        }
    }

    /** The configuration, with what was given to the command. */
    public Configuration read() throws ConfigurationException {
        return ConfigurationReader.read(file, environment, flags, clusters);
    }

    private OptionSpec option(Setting<?> setting, int order) {
        return OptionSpec.builder(setting.flag())
                .order(order)
                .paramLabel("VALUE")
                .type(String.class)
                .description(
                        escaped(setting.description()),
                        escaped("Takes " + setting.type().allowed() + ". Default: " + setting.defaultDescription()),
                        "Variable: " + setting.variable() + ", in the file: " + setting.key())
                .setter(new Setter<String>(value -> put(setting, value)))
                .build();
    }

    private static String escaped(String text) {
        return text.replace("%", "%%");
    }

    private void put(Setting<?> setting, @Nullable String value) {
        if (value == null) {
            flags.remove(setting);
        } else {
            flags.put(setting, value);
        }
    }

    /** Takes values from picocli, which sets null before it parses. */
    private static final class Setter<V> implements ISetter {

        private final Consumer<@Nullable V> consumer;
        private @Nullable V value;

        private Setter(Consumer<@Nullable V> consumer) {
            this.consumer = consumer;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // picocli converts to the option's type
        public <T> @Nullable T set(@Nullable T newValue) {
            T previous = (T) value;
            value = (V) newValue;
            consumer.accept(value);
            return previous;
        }
    }
}
