package io.sparksecrets.delivery;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.sparksecrets.delivery.ClusterException.Reason;
import io.sparksecrets.kubernetes.ApiFailure;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lists objects by their metadata alone, from the API server's cache, which costs it little.
 *
 * <p>A PartialObjectMetadataList of meta.k8s.io/v1, see "Receiving resources as partial object metadata" in the reference of the
 * Kubernetes API. fabric8's client has no call for it.
 */
final class MetadataLists {

    private static final String METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    private final KubernetesClient client;
    private final Duration timeout;

    MetadataLists(KubernetesClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * The metadata of all objects that selectors find.
     *
     * @param path of the collection
     * @param selectors parameters of the query
     * @param what the objects in messages' words
     * @throws ClusterException when the API server refuses or cannot be asked
     */
    Stream<JsonNode> list(String path, Map<String, String> selectors, String what) {
        String query = new TreeMap<>(selectors)
                .entrySet().stream()
                        .map(selector -> "&" + selector.getKey() + "="
                                + URLEncoder.encode(selector.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining());
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl().toString().replaceAll("/$", "") + path + "?resourceVersion=0" + query)
                .header("Accept", METADATA_ONLY)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        HttpResponse<byte[]> response = answer(request, what);
        if (response.code() != HttpURLConnection.HTTP_OK) {
            Reason reason = switch (ApiFailure.Kind.of(response.code())) {
                case UNAUTHORIZED, FORBIDDEN -> Reason.FORBIDDEN;
                default -> Reason.UNAVAILABLE;
            };
            throw new ClusterException(reason, "cannot list %s: HTTP %d".formatted(what, response.code()));
        }
        return JsonMapper.shared()
                .readTree(response.body())
                .path("items")
                .valueStream()
                .map(item -> item.path("metadata"));
    }

    private HttpResponse<byte[]> answer(HttpRequest request, String what) {
        try {
            return client.getHttpClient()
                    .sendAsync(request, byte[].class)
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(Reason.UNAVAILABLE, "cannot list %s: interrupted".formatted(what));
        } catch (ExecutionException | TimeoutException e) {
            throw new ClusterException(
                    Reason.UNAVAILABLE, "cannot list %s: the API server cannot be reached".formatted(what));
        }
    }
}
