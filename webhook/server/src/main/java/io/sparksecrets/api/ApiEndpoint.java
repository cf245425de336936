package io.sparksecrets.api;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.sparksecrets.authorization.AccessReviewException;
import io.sparksecrets.authorization.AccessReviews;
import io.sparksecrets.authorization.Caller;
import io.sparksecrets.authorization.Permission;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.text.Printable;
import io.sparksecrets.text.Redacted;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import tools.jackson.databind.JsonNode;

/** One path of the API: learns who calls, asks whether he may, does it, answers, and keeps count. */
final class ApiEndpoint implements Handler {

    private static final Logger log = LoggerFactory.getLogger(ApiEndpoint.class);

    private final Operation operation;
    private final AccessReviews reviews;
    private final FailedLogins failedLogins;
    private final ApiMetrics metrics;

    ApiEndpoint(Operation operation, AccessReviews reviews, FailedLogins failedLogins, ApiMetrics metrics) {
        this.operation = operation;
        this.reviews = reviews;
        this.failedLogins = failedLogins;
        this.metrics = metrics;
    }

    /** What is told of a request in the log. */
    private static final class Told {
        private String caller = "";
        private String object = "";
        private String why = "";
    }

    @Override
    public void handle(Context context) {
        long start = System.nanoTime();
        Told told = new Told();
        try {
            JsonNode answer = answer(context, told);
            ApiAnswer.send(context, HttpStatus.OK, answer);
        } catch (ProblemException e) {
            told.why = e.getMessage();
            ApiAnswer.problem(context, e.status(), e.getMessage());
        } catch (Throwable defect) {
            // Even an Error: what is not caught here is logged with its message by the server.
            String id = UUID.randomUUID().toString();
            told.why = "defect " + id;
            log.error("the API failed, defect {}: {}", id, Redacted.of(defect));
            ApiAnswer.problem(
                    context,
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "internal error of Spark Secrets; its log has more under " + id);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        metrics.record(operation.name(), context.status(), took);
        log(context, told, took);
    }

    private JsonNode answer(Context context, Told told) {
        SecretValue token = Bearer.token(context.header(Header.AUTHORIZATION))
                .orElseThrow(
                        () -> unauthorized("send the header Authorization: Bearer TOKEN, with a token of Kubernetes"));
        try {
            Caller caller = caller(context.ip(), token);
            told.caller = caller.username();
            Permission needed = operation.needed(context);
            told.object = needed.name();
            reviews.refusal(caller, needed).ifPresent(why -> {
                throw new ProblemException(HttpStatus.FORBIDDEN, why);
            });
        } catch (AccessReviewException e) {
            throw new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
        }
        return operation.answer(context);
    }

    private Caller caller(String address, SecretValue token) {
        if (!failedLogins.mayTry(address, token)) {
            throw new ProblemException(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "Kubernetes did not accept too many tokens from your address in a short time; check the token that is sent,"
                            + " and try again in a few seconds");
        }
        Optional<Caller> caller = reviews.authenticate(token);
        if (caller.isEmpty()) {
            failedLogins.failed(address, token);
            throw unauthorized(
                    "Kubernetes does not accept the token: it has expired, was taken back, or is of another cluster");
        }
        failedLogins.succeeded(address, token);
        return caller.get();
    }

    private static ProblemException unauthorized(String detail) {
        return new ProblemException(HttpStatus.UNAUTHORIZED, detail);
    }

    private void log(Context context, Told told, Duration took) {
        LoggingEventBuilder line = log.atInfo()
                .addKeyValue("operation", operation.name())
                .addKeyValue("caller", Printable.of(told.caller))
                .addKeyValue("object", Printable.of(told.object))
                .addKeyValue("from", context.ip())
                .addKeyValue("status", context.statusCode())
                .addKeyValue("ms", took.toNanos() / 1e6);
        if (!told.why.isEmpty()) {
            line = line.addKeyValue("why", Printable.of(told.why));
        }
        line.log("API request");
    }
}
