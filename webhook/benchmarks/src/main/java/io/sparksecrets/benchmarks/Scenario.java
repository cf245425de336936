package io.sparksecrets.benchmarks;

import ch.qos.logback.classic.Level;
import io.javalin.config.RoutesConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.sparksecrets.admission.AdmissionResponse;
import io.sparksecrets.admission.AdmissionRoutes;
import io.sparksecrets.health.PrometheusMetrics;
import io.sparksecrets.mutation.PodMutation;
import io.sparksecrets.pod.delivery.DeliveryNames;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What the server under load does with a request to {@link #PATH}. */
enum Scenario {

    /** Reads the body and answers always the same: what TLS, HTTP and the sockets cost. */
    CONSTANT {
        @Override
        Consumer<RoutesConfig> routes() {
            byte[] answer = """
                    {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",\
                    "response":{"uid":"00000000-0000-0000-0000-000000000000","allowed":true}}""".getBytes(StandardCharsets.UTF_8);
            return routes -> routes.post(PATH, context -> {
                try (var body = context.req().getInputStream()) {
                    body.readNBytes(context.contentLength());
                }
                context.res().setContentType("application/json");
                context.res().setContentLength(answer.length);
                context.res().getOutputStream().write(answer);
            });
        }
    },

    /** Reads the review, has a handler that allows everything, counts and answers; nothing is logged. */
    EMPTY {
        @Override
        Consumer<RoutesConfig> routes() {
            return allowing();
        }
    },

    /** Reads the review, rewrites the pod and answers with the patch; nothing is logged. */
    MUTATE {
        @Override
        Consumer<RoutesConfig> routes() {
            PodRewriter rewriter = new PodRewriter(new DeliveryNames(new byte[32]), RewriteSettings.DEFAULTS);
            return new AdmissionRoutes(
                    AdmissionRoutes.Limits.defaults(),
                    new PodMutation(rewriter),
                    request -> AdmissionResponse.allowed(),
                    new PrometheusMetrics().registry());
        }
    },

    /** The empty one with its line of log, written to nowhere. */
    EMPTY_LOGGED {
        @Override
        Consumer<RoutesConfig> routes() {
            return allowing();
        }

        @Override
        Level logLevel() {
            return Level.INFO;
        }
    };

    static final String PATH = "/admission/mutate";

    abstract Consumer<RoutesConfig> routes();

    Level logLevel() {
        return Level.WARN;
    }

    private static Consumer<RoutesConfig> allowing() {
        MeterRegistry registry = new PrometheusMetrics().registry();
        return new AdmissionRoutes(
                AdmissionRoutes.Limits.defaults(),
                request -> AdmissionResponse.allowed(),
                request -> AdmissionResponse.allowed(),
                registry);
    }
}
