package io.sparksecrets.api;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** How answers are written: JSON that nobody keeps, and problem details (RFC 9457). */
final class ApiAnswer {

    private ApiAnswer() {}

    static void send(Context context, HttpStatus status, JsonNode body) {
        send(context, status, "application/json", body);
    }

    /** @param detail for the caller: what is wrong and what to do */
    static void problem(Context context, HttpStatus status, String detail) {
        if (status == HttpStatus.UNAUTHORIZED) {
            context.header(Header.WWW_AUTHENTICATE, "Bearer realm=\"spark-secrets\"");
        }
        if (status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE) {
            context.header(Header.RETRY_AFTER, "5");
        }
        send(
                context,
                status,
                "application/problem+json",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("title", status.getMessage())
                        .put("status", status.getCode())
                        .put("detail", detail));
    }

    private static void send(Context context, HttpStatus status, String contentType, JsonNode body) {
        context.status(status)
                .contentType(contentType)
                .header(Header.CACHE_CONTROL, "no-store")
                .header(Header.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .result((body.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
