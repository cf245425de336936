package io.sparksecrets.configuration;

import io.sparksecrets.text.Printable;
import io.sparksecrets.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the values of variables whose names begin with {@code SPARK_SECRETS_}; an empty one counts as not given. */
final class EnvironmentVariables {

    private final Map<String, String> environment;

    private EnvironmentVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The values of an environment; variables that are no settings are added to {@code problems}. */
    static List<GivenValue> read(Map<String, String> environment, List<String> problems) {
        return new EnvironmentVariables(environment).read(problems);
    }

    private List<GivenValue> read(List<String> problems) {
        List<GivenValue> values = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!name.startsWith(Setting.VARIABLE_PREFIX)
                    || name.equals(Settings.CONFIG_VARIABLE)
                    || name.equals(Settings.PASSPHRASE_VARIABLE)
                    || value.isEmpty()
                    || isMadeByKubernetes(name, value)) {
                return;
            }
            Optional<Setting<?>> setting = Settings.all().stream()
                    .filter(candidate -> candidate.variable().equals(name))
                    .findFirst();
            if (setting.isPresent()) {
                TextValue.read(setting.get(), value, "variable " + name, problems)
                        .ifPresent(values::add);
            } else {
                List<String> known =
                        Settings.all().stream().map(Setting::variable).toList();
                problems.add(
                        "the variable %s is no setting%s".formatted(Printable.of(name), Suggestion.hint(name, known)));
            }
        });
        return values;
    }

    /**
     * Whether the kubelet made the variable. For a Service {@code spark-secrets-x} every container of its namespace gets {@code
     * SPARK_SECRETS_X_SERVICE_HOST}, {@code …_SERVICE_PORT}, {@code …_PORT}, {@code …_PORT_443_TCP} and more.
     */
    private boolean isMadeByKubernetes(String name, String value) {
        if (name.matches(".*_SERVICE_(HOST|PORT(_.*)?)|.*_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?")) {
            return true;
        }
        return name.endsWith("_PORT")
                && value.matches("(tcp|udp|sctp)://.*")
                && environment.containsKey(name.substring(0, name.length() - "_PORT".length()) + "_SERVICE_HOST");
    }
}
