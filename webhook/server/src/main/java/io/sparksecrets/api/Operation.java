package io.sparksecrets.api;

import io.javalin.http.Context;
import io.sparksecrets.authorization.Permission;
import tools.jackson.databind.JsonNode;

/** What one path of the API does, for callers who are known and may do it. */
interface Operation {

    /** By which log and metrics know it, such as {@code stores/test}. */
    String name();

    /** What the caller has to be allowed. */
    Permission needed(Context request);

    /**
     * Does it.
     *
     * @throws ProblemException when that is not possible; what else is thrown is a defect
     */
    JsonNode answer(Context request);
}
