package io.sparksecrets.configuration;

import io.sparksecrets.yaml.YamlException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The values that count, where they were given, and what is wrong. */
final class SettingValues {

    private final List<String> problems = new ArrayList<>();
    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final Map<Setting<?>, String> places = new HashMap<>();

    /** Takes a value in the place of one that was given before. */
    void put(GivenValue given) {
        Setting<?> setting = given.setting();
        try {
            places.put(setting, given.placeOf(given.node()));
            values.put(setting, Objects.requireNonNull(setting.type().read(given.node())));
        } catch (BadValueException e) {
            problems.add("%s%s (%s) %s%s"
                    .formatted(
                            setting.key(),
                            e.within(),
                            given.placeOf(e.node()),
                            e.getMessage(),
                            e.found(setting.isQuoted())));
        }
    }

    /** What is wrong so far; more may be added. */
    List<String> problems() {
        return problems;
    }

    void problem(String message) {
        problems.add(message);
    }

    /** Whether there is a value, be it right or wrong. */
    boolean isGiven(Setting<?> setting) {
        return places.containsKey(setting);
    }

    @SuppressWarnings("unchecked") // put() stores under a setting only what its own type read
    <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable((T) values.get(setting));
    }

    <T> T get(Setting<T> setting) {
        return find(setting).orElseGet(() -> defaultOf(setting));
    }

    /** A setting with the place where it was given, for messages: {@code admission.port (config.yaml:3)}. */
    String named(Setting<?> setting) {
        return "%s (%s)".formatted(setting.key(), places.getOrDefault(setting, "default"));
    }

    /** Two or more settings of which one is too many, for messages. */
    String allGiven(List<Setting<?>> settings) {
        List<String> named = settings.stream().map(this::named).toList();
        int last = named.size() - 1;
        return "%s and %s are %s given"
                .formatted(String.join(", ", named.subList(0, last)), named.get(last), last == 1 ? "both" : "all");
    }

    private static <T> T defaultOf(Setting<T> setting) {
        try {
            return setting.type().read(TextValue.node(setting, Objects.requireNonNull(setting.defaultText())));
        } catch (BadValueException | YamlException e) {
            throw new IllegalStateException("the default of " + setting.key() + " is not allowed", e);
        }
    }
}
