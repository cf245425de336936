package io.sparksecrets.api;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.sparksecrets.authorization.Permission;
import io.sparksecrets.store.adapter.ConfiguredStores;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.UnknownStoreException;
import io.sparksecrets.store.diagnosis.StoreDiagnosis;
import io.sparksecrets.store.diagnosis.StoreJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests a store step by step, as {@code spark-secrets stores test} does. */
final class TestStore implements Operation {

    private static final String STORE = "store";
    private static final String WRITE = "write";

    /** Each opens the store anew, with its own connections, and may wait for many timeouts. */
    private static final int MOST_AT_ONCE = 2;

    private static final int MAX_BODY = 1024;

    private final ConfiguredStores stores;
    private final StoreDiagnosis diagnosis;
    private final Semaphore running = new Semaphore(MOST_AT_ONCE);

    TestStore(ConfiguredStores stores, StoreDiagnosis diagnosis) {
        this.stores = stores;
        this.diagnosis = diagnosis;
    }

    @Override
    public String name() {
        return "stores/test";
    }

    @Override
    public Permission needed(Context request) {
        return new Permission("create", "stores/test", request.pathParam(STORE));
    }

    @Override
    public JsonNode answer(Context request) {
        boolean write = wantsWrite(request);
        StoreConfiguration store = store(request.pathParam(STORE));
        if (!running.tryAcquire()) {
            throw new ProblemException(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "%d tests of stores are under way; try again when one is done".formatted(MOST_AT_ONCE));
        }
        try {
            return StoreJson.of(store, stores, diagnosis.of(store, write));
        } finally {
            running.release();
        }
    }

    private StoreConfiguration store(String name) {
        try {
            return stores.named(name);
        } catch (UnknownStoreException e) {
            throw new ProblemException(HttpStatus.NOT_FOUND, e.getMessage());
        }
    }

    /** The body is empty, or {@code {"write": true}}, or {@code false}. */
    private static boolean wantsWrite(Context request) {
        byte[] body;
        try (InputStream in = request.bodyInputStream()) {
            body = in.readNBytes(MAX_BODY + 1);
        } catch (IOException e) {
            throw ProblemException.badRequest("the body did not come in full, or not in time");
        }
        if (body.length == 0) {
            return false;
        }
        if (body.length > MAX_BODY) {
            throw new ProblemException(HttpStatus.CONTENT_TOO_LARGE, "the body is longer than " + MAX_BODY + " bytes");
        }
        try {
            JsonNode read = JsonMapper.shared().readTree(body);
            JsonNode write = read.path(WRITE);
            if (read.isObject() && read.size() == 1 && write.isBoolean()) {
                return write.booleanValue();
            }
        } catch (JacksonException e) {
            // The same message.
        }
        throw ProblemException.badRequest("the body must be empty, {\"write\": true} or {\"write\": false}");
    }
}
