package io.sparksecrets.store.vault;

import io.sparksecrets.text.Printable;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An HTTP client whose requests, with the token, the login and the values in them, go to one host only. A standby that does not
 * forward requests answers with the address of the active node: one such redirect is followed, to the same host over HTTPS.
 */
final class EndpointClient extends HttpClient {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** After which the request stays what it is. */
    private static final Set<Integer> KEEP_METHOD = Set.of(307, 308);

    private final HttpClient http;
    private final URI endpoint;

    /** @param http which follows no redirect itself; closed with this */
    EndpointClient(HttpClient http, URI endpoint) {
        this.http = http;
        this.endpoint = endpoint;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpResponse<T> answer = http.send(request, handler);
        if (!REDIRECTS.contains(answer.statusCode())) {
            return answer;
        }
        URI target = target(answer);
        boolean isSame = KEEP_METHOD.contains(answer.statusCode())
                || (request.method().equals("GET") && answer.statusCode() != 303);
        if (!isSame || !mayFollowTo(target)) {
            throw new RedirectException(answer.statusCode(), shown(target));
        }
        HttpResponse<T> second = http.send(
                HttpRequest.newBuilder(request, (name, value) -> true)
                        .uri(target)
                        .build(),
                handler);
        if (REDIRECTS.contains(second.statusCode())) {
            throw new RedirectException(second.statusCode(), shown(target(second)));
        }
        return second;
    }

    private boolean mayFollowTo(URI target) {
        return "https".equalsIgnoreCase(target.getScheme())
                && endpoint.getHost().equalsIgnoreCase(target.getHost())
                && target.getRawUserInfo() == null;
    }

    /** Where the answer points; an address without a host where it says nothing that is understood. */
    private static URI target(HttpResponse<?> answer) {
        try {
            return answer.headers()
                    .firstValue("Location")
                    .map(location -> answer.uri().resolve(location))
                    .orElse(URI.create(""));
        } catch (IllegalArgumentException e) {
            return URI.create("");
        }
    }

    private static String shown(URI target) {
        return target.getHost() == null
                ? "an address that is none"
                : Printable.of(target.getScheme() + "://" + target.getHost()
                        + (target.getPort() < 0 ? "" : ":" + target.getPort()));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return http.sendAsync(request, handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, HttpResponse.PushPromiseHandler<T> pushes) {
        return http.sendAsync(request, handler, pushes);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return http.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return http.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return http.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return http.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return http.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return http.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return http.authenticator();
    }

    @Override
    public Version version() {
        return http.version();
    }

    @Override
    public Optional<Executor> executor() {
        return http.executor();
    }

    @Override
    public void shutdownNow() {
        http.shutdownNow();
    }
}
