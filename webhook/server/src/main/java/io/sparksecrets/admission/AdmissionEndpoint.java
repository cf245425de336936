package io.sparksecrets.admission;

import com.github.benmanes.caffeine.cache.Ticker;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.sparksecrets.text.Redacted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One path of the server: reads a review, has it decided, answers, and keeps count. */
final class AdmissionEndpoint implements Handler {

    private static final Logger log = LoggerFactory.getLogger(AdmissionEndpoint.class);

    /** No valid name of an object is longer; names come here before the API server has looked at them. */
    private static final int MAX_LOGGED_NAME = 253;

    private static final String TEXT = "text/plain; charset=utf-8";

    private final String name;
    private final AdmissionHandler handler;
    private final ReviewMemory memory;
    private final RequestBody body;
    private final AdmissionReviewReader reader;
    private final AdmissionReviewWriter writer = new AdmissionReviewWriter();
    private final AdmissionMetrics metrics;
    private final DenialRate denials = new DenialRate(Ticker.systemTicker());

    AdmissionEndpoint(
            String name,
            AdmissionHandler handler,
            ReviewMemory memory,
            RequestBody body,
            AdmissionReviewReader reader,
            AdmissionMetrics metrics) {
        this.name = name;
        this.handler = handler;
        this.memory = memory;
        this.body = body;
        this.reader = reader;
        this.metrics = metrics;
    }

    @Override
    public void handle(Context context) throws IOException {
        long start = System.nanoTime();
        try (ReviewMemory.Reservation reserved = memory.reserve(context.req().getContentLengthLong())) {
            AdmissionRequest request = read(context, reserved);
            MDC.put("uid", request.uid());
            AdmissionResponse response = decide(request, context.ip());
            byte[] answer = writer.write(request.uid(), response);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            metrics.record(response.outcome(), took);
            log(request, response, took);
            send(context, 200, "application/json", answer);
        } catch (BadAdmissionReviewException e) {
            metrics.record(Outcome.BAD_REQUEST, Duration.ofNanos(System.nanoTime() - start));
            log(context, Outcome.BAD_REQUEST, e.status(), e.why());
            send(context, e.status(), TEXT, e.why().getBytes(StandardCharsets.UTF_8));
        } catch (OverloadedException e) {
            metrics.record(Outcome.OVERLOADED, Duration.ofNanos(System.nanoTime() - start));
            log(context, Outcome.OVERLOADED, OverloadedException.STATUS, OverloadedException.WHY);
            context.res().setHeader("Retry-After", "1");
            send(context, OverloadedException.STATUS, TEXT, OverloadedException.WHY.getBytes(StandardCharsets.UTF_8));
        } finally {
            MDC.remove("uid");
        }
    }

    private AdmissionResponse decide(AdmissionRequest request, String address) {
        if (denials.isUsedUp(address, request.namespace())) {
            return AdmissionResponse.unavailable(
                    ("Spark Secrets has refused too much of the namespace %s in a short time, and says no more for a moment; see"
                                    + " the reasons that it gave before, and try again")
                            .formatted(request.namespace()));
        }
        AdmissionResponse response = decide(request);
        if (!response.isAllowed()) {
            denials.count(address, request.namespace(), response);
        }
        return response;
    }

    /** From here on nothing but the request refers to the body, which may be long while a store is waited for. */
    private AdmissionRequest read(Context context, ReviewMemory.Reservation reserved)
            throws BadAdmissionReviewException, OverloadedException {
        byte[] bytes = body.read(context.req(), reserved);
        reserved.atLeast(ReviewCost.of(bytes.length));
        reserved.turn();
        AdmissionReviewReader.Read read = reader.readCounting(bytes);
        reserved.atMost(ReviewCost.of(bytes.length, read.tokens()));
        return read.request();
    }

    private AdmissionResponse decide(AdmissionRequest request) {
        try {
            return Objects.requireNonNull(handler.handle(request), "a handler must decide");
        } catch (Throwable defect) {
            // Even an Error: what is not caught here is logged with its message by the server.
            log.error("admission handler {} failed: {}", name, Redacted.of(defect));
            return AdmissionResponse.failed(
                    "internal error of the Spark Secrets webhook; its log has more under uid " + request.uid());
        }
    }

    private void send(Context context, int status, String contentType, byte[] answer) throws IOException {
        var response = context.res();
        response.setStatus(status);
        response.setContentType(contentType);
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
    }

    private void log(AdmissionRequest request, AdmissionResponse response, Duration took) {
        var line = log.atInfo()
                .addKeyValue("endpoint", name)
                .addKeyValue("kind", request.kind().kind())
                .addKeyValue("namespace", request.namespace())
                .addKeyValue("name", cut(request.name()))
                .addKeyValue("outcome", response.outcome())
                .addKeyValue("ms", took.toNanos() / 1e6);
        if (!response.isAllowed()) {
            line = line.addKeyValue("why", response.message());
        }
        line.log("admission request");
    }

    private void log(Context context, Outcome outcome, int status, String why) {
        log.atWarn()
                .addKeyValue("endpoint", name)
                .addKeyValue("outcome", outcome)
                .addKeyValue("status", status)
                .addKeyValue("from", context.ip())
                .addKeyValue("why", why)
                .log("admission request");
    }

    private static String cut(String name) {
        return name.length() <= MAX_LOGGED_NAME ? name : name.substring(0, MAX_LOGGED_NAME) + "…";
    }
}
