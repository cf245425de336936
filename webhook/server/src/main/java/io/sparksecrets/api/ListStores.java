package io.sparksecrets.api;

import io.javalin.http.Context;
import io.sparksecrets.authorization.Permission;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.diagnosis.StoreJson;
import tools.jackson.databind.JsonNode;

/** The stores that are configured; none is asked. */
final class ListStores implements Operation {

    private final Configuration configuration;

    ListStores(Configuration configuration) {
        this.configuration = configuration;
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
        return StoreJson.of(configuration);
    }
}
