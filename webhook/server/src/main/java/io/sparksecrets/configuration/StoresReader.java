package io.sparksecrets.configuration;

import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreType;
import io.sparksecrets.store.credential.InstallationSecretKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the configuration of all stores together. */
final class StoresReader {

    private final SettingValues values;
    private final InstallationSecretKeys secretKeys;
    private final Path dataDirectory;

    StoresReader(SettingValues values, InstallationSecretKeys secretKeys, Path dataDirectory) {
        this.values = values;
        this.secretKeys = secretKeys;
        this.dataDirectory = dataDirectory;
    }

    /**
     * The default store and then the others; those of which something is wrong are left out, and among the problems.
     *
     * @param named the names of the others, with the places where they are given
     */
    List<StoreConfiguration> read(Map<String, String> named) {
        List<StoreConfiguration> stores = new ArrayList<>();
        StoreType defaultType = values.get(StoreSettings.TYPE);
        new StoreReader(values, Setting.DEFAULT_STORE, secretKeys)
                .read(defaultType.word(), defaultType, dataDirectory)
                .ifPresent(stores::add);
        named.forEach((name, place) -> {
            if (name.equals(defaultType.word())) {
                values.problem(
                        "%s (%s) has the name of the default store, which is called by its type; choose another name"
                                .formatted(Setting.NAMED_STORES + "." + name, place));
            }
            named(name, place).ifPresent(stores::add);
        });
        return stores;
    }

    private Optional<StoreConfiguration> named(String name, String place) {
        String store = Setting.NAMED_STORES + "." + name;
        Setting<StoreType> type = StoreSettings.TYPE.at(store);
        if (!values.isGiven(type)) {
            values.problem("%s (%s) needs its type beside it: %s takes %s"
                    .formatted(store, place, type.key(), type.type().allowed()));
        }
        return values.find(type)
                .flatMap(given -> new StoreReader(values, store, secretKeys).read(name, given, dataDirectory));
    }
}
