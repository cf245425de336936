package io.sparksecrets.api;

import io.javalin.http.Context;
import io.sparksecrets.authorization.Permission;
import io.sparksecrets.store.adapter.ConfiguredStores;
import io.sparksecrets.store.diagnosis.StoreJson;
import tools.jackson.databind.JsonNode;

/** The stores that are configured; none is asked. */
final class ListStores implements Operation {

    private final ConfiguredStores stores;

    ListStores(ConfiguredStores stores) {
        this.stores = stores;
    }

    @Override
    public String name() {
        return "stores";
    }

    @Override
    public Permission needed(Context request) {
        return new Permission("list", "stores", "");
    }

    @Override
    public JsonNode answer(Context request) {
        return StoreJson.of(stores);
    }
}
