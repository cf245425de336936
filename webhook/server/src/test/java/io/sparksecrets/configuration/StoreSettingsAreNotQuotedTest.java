package io.sparksecrets.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.store.adapter.StoreConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People paste tokens and passwords where they do not belong. Whatever is wrong with them then, they are not repeated. */
@SuppressWarnings("NullAway.Init")
class StoreSettingsAreNotQuotedTest {

    private static final String MARKER = "mArKer";

    /** What somebody may put there; each holds the marker. */
    private static final List<String> VALUES = List.of(
            "hvs.mArKer",
            "hvs/mArKer +=",
            "https://vault:8200/?token=mArKer",
            "https://vault:8200/mArKer",
            "https://vault:8200/#mArKer",
            "https://ann:mArKer@vault:8200",
            "https://ann:mAr/mArKer@vault:8200",
            "jdbc:mysql://h/db?password=mArKer",
            "jdbc:postgresql://h/db?password=mArKer",
            "jdbc:postgresql://h/db?user=ann&password=mArKer",
            "jdbc:postgresql://h/db?user=ann&PassWord=mArKer",
            "jdbc:postgresql://h/db?sslpassword=mArKer",
            "jdbc:postgresql://h/db?ssl=true&sslpassword=mArKer",
            "jdbc:postgresql://h/db;password=mArKer",
            "jdbc:postgresql://h/db#password=mArKer",
            "jdbc:postgresql://ann:mArKer@h/db",
            "jdbc:postgresql://ann:mArKer/@h/db",
            "jdbc:postgresql://ann:mArKer?@h/db",
            "jdbc:postgresql://ann:mArKer/db",
            "jdbc:postgresql://h:mArKer/db",
            "jdbc:postgresql:ann/mArKer@h",
            "");

    @TempDir
    Path directory;

    static List<Setting<?>> ofStores() {
        List<Setting<?>> settings = new ArrayList<>(StoreSettings.all());
        settings.addAll(StoreSettings.allAt("stores.other"));
        return settings;
    }

    static List<Setting<?>> settings() {
        List<Setting<?>> settings = ofStores();
        settings.add(Settings.NAME_KEY_FILE);
        settings.add(Settings.NAME_KEY_SECRET);
        return settings;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aValueThatIsWrongIsNotRepeatedWhereverItWasGiven(Setting<?> setting) throws Exception {
        for (String value : VALUES) {
            assertSaysNothing(inFile(setting.key(), "\"" + value + "\""));
            assertSaysNothing(read(null, Map.of(setting.variable(), value), Map.of()));
            assertSaysNothing(read(null, Map.of(), Map.of(setting, value)));
        }
        for (String value : List.of("[mArKer]", "{a: mArKer}", "{mArKer: a}", "[[mArKer]]", "[{a: mArKer}]")) {
            assertSaysNothing(inFile(setting.key(), value));
        }
    }

    @ParameterizedTest
    @MethodSource("ofStores")
    void whatIsBelowASettingThatHasNothingBelowItIsNotRepeated(Setting<?> setting) throws Exception {
        for (String key : List.of(setting.key() + ".mArKer", section(setting) + ".mArKer", section(setting))) {
            for (String value : List.of("mArKer", "[mArKer]", "{mArKer: mArKer}")) {
                assertSaysNothing(inFile(key, value));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://h/db?password=mArKer",
                "jdbc:postgresql://h/db?password=mArKer",
                "jdbc:postgresql://h/db?user=ann&password=mArKer",
                "jdbc:postgresql://h/db?user=ann&PassWord=mArKer",
                "jdbc:postgresql://h/db?sslpassword=mArKer",
                "jdbc:postgresql://h/db;password=mArKer",
                "jdbc:postgresql://h/db#password=mArKer",
                "jdbc:postgresql://ann:mArKer@h/db",
                "jdbc:postgresql://ann:mArKer/@h/db",
                "jdbc:postgresql://ann:mArKer?@h/db",
                "jdbc:postgresql://ann:mArKer/db"
            })
    void aUrlOfADatabaseWithAPasswordIsRefused(String url) throws Exception {
        assertThat(inFile("secretStore.databaseSettings.url", "\"" + url + "\""))
                .anySatisfy(problem -> assertThat(problem).startsWith("secretStore.databaseSettings.url ("));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql:secrets",
                "jdbc:postgresql:/",
                "jdbc:postgresql://db/secrets",
                "jdbc:postgresql://db.example.org:5432/team%20a?user=ann&sslmode=verify-full&sslpasswordcallback=a.B",
                "jdbc:postgresql://one:5432,two_2:5433/secrets?targetServerType=primary",
                "jdbc:postgresql://[::1]:5432/secrets?ApplicationName=a%40b"
            })
    void aUrlOfADatabaseWithoutAPasswordIsTaken(String url) throws Exception {
        assertThat(read(
                        Files.writeString(
                                directory.resolve("right.yaml"),
                                "secretStore: {databaseSettings: {keysetFile: k, url: \"" + url + "\"}}\n"),
                        Map.of(),
                        Map.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token: *mArKer",
                "token: !mArKer!x y",
                "token: %mArKer",
                "token: @mArKer",
                "token: 'mArKer",
                "token: \"\\mArKer\"",
                "token: mArKer: mArKer",
                "token: {mArKer",
                "token: |mArKer",
                "? [mArKer]\n    : a",
                "mArKer: a\n    mArKer: b",
                "mArKer: a\n     b: mArKer",
                "mArKer"
            })
    void aFileThatIsNoYamlIsNotRepeated(String line) throws Exception {
        Path file = Files.writeString(
                directory.resolve("broken.yaml"), "secretStore:\n  vaultSettings:\n    " + line + "\n");
        List<String> problems = read(file, Map.of(), Map.of());
        assertThat(problems).isNotEmpty();
        assertSaysNothing(problems);
    }

    @Test
    void aNameThatNoStoreCanBearIsNotRepeated() throws Exception {
        assertSaysNothing(inFile("stores.hvs/mArKer", "{type: database}"));
        assertSaysNothing(inFile("stores", "mArKer"));
        assertSaysNothing(inFile("stores", "{type: vault, token: mArKer, vaultSettings: mArKer}"));
    }

    private static void assertSaysNothing(List<String> problems) {
        assertThat(problems).allSatisfy(problem -> assertThat(problem).doesNotContainIgnoringCase(MARKER));
    }

    private static String section(Setting<?> setting) {
        return setting.key().replaceFirst("[.][^.]*$", "");
    }

    /** The problems of a file with one setting in it. */
    private List<String> inFile(String key, String yaml) throws IOException {
        StringBuilder text = new StringBuilder();
        List<String> parts = Arrays.asList(key.split("[.](?!mArKer$)"));
        for (int i = 0; i < parts.size(); i++) {
            text.append("  ".repeat(i)).append('"').append(parts.get(i)).append("\":");
            text.append(i < parts.size() - 1 ? "\n" : " " + yaml + "\n");
        }
        return read(Files.writeString(directory.resolve("config.yaml"), text), Map.of(), Map.of());
    }

    private List<String> read(@Nullable Path file, Map<String, String> variables, Map<Setting<?>, String> flags) {
        try {
            Configuration read =
                    ConfigurationReader.read(file, with(variables, directory), flags, access -> Optional.empty());
            return read.stores().all().stream()
                    .map(StoreConfiguration::place)
                    .filter(place -> place.contains("?"))
                    .toList();
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }

    private static Map<String, String> with(Map<String, String> variables, Path data) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("SPARK_SECRETS_DATA", data.toString());
        return all;
    }
}
