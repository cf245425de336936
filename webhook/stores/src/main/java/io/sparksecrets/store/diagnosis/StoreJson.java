package io.sparksecrets.store.diagnosis;

import io.sparksecrets.store.adapter.ConfiguredStores;
import io.sparksecrets.store.adapter.StoreConfiguration;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Stores, and how the steps of a diagnosis went, in JSON: what the command line prints is what the API answers. */
public final class StoreJson {

    private StoreJson() {}

    /** All stores: {@code [{"name", "type", "place", "default"}]}. */
    public static ArrayNode of(ConfiguredStores configured) {
        ArrayNode stores = JsonNodeFactory.instance.arrayNode();
        configured.all().forEach(store -> stores.add(of(store, configured)));
        return stores;
    }

    private static ObjectNode of(StoreConfiguration store, ConfiguredStores within) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", store.name())
                .put("type", store.type().word())
                .put("place", store.place())
                .put("default", within.isDefault(store));
    }

    /** One store, with {@code "passed"} and {@code "steps": [{"step", "result", "detail", "hint"}]}. */
    public static ObjectNode of(StoreConfiguration store, ConfiguredStores within, List<StepResult> steps) {
        ObjectNode object = of(store, within).put("passed", steps.stream().noneMatch(StepResult::isFailed));
        ArrayNode list = object.putArray("steps");
        steps.forEach(result -> list.addObject()
                .put("step", result.step().words())
                .put("result", word(result))
                .put("detail", result.detail())
                .put("hint", result.hint()));
        return object;
    }

    /** The outcome of a step, such as {@code passed}. */
    public static String word(StepResult result) {
        return result.outcome().name().toLowerCase(Locale.ROOT);
    }
}
