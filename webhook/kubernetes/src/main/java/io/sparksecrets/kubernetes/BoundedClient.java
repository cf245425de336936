package io.sparksecrets.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A client that answers or fails within a time, whatever the configuration says, tries nothing again, and logs no body. */
public final class BoundedClient {

    private BoundedClient() {}

    /**
     * Prepares to connect; nothing is asked yet.
     *
     * @param config where the API server is and how to authenticate
     * @param connect how long a connection may take
     * @param request how long an answer may take
     */
    public static KubernetesClient connect(Config config, Duration connect, Duration request) {
        return connect(config, connect, request, UnaryOperator.identity());
    }

    /** The same with more of the configuration set. */
    public static KubernetesClient connect(
            Config config, Duration connect, Duration request, UnaryOperator<ConfigBuilder> more) {
        Config bounded = more.apply(new ConfigBuilder(config)
                        .withConnectionTimeout((int) connect.toMillis())
                        .withRequestTimeout((int) request.toMillis())
                        .withRequestRetryBackoffLimit(0))
                .build();
        return new KubernetesClientBuilder()
                .withConfig(bounded)
                // At TRACE it would log bodies: values in those of Secrets, tokens in those of TokenReviews.
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("HttpLogging", null))
                .build();
    }
}
