package io.sparksecrets.store.vault;

import io.github.jopenlibs.vault.EnvironmentLoader;
import io.github.jopenlibs.vault.SslConfig;
import io.github.jopenlibs.vault.VaultConfig;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.api.Auth;
import io.github.jopenlibs.vault.api.Logical;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP client for a Vault, and the driver upon it.
 *
 * <p>The driver would make a client for every request, and its time limits are whole seconds that end with the head of an answer;
 * so it is given this client, and each call a limit of its own.
 */
final class VaultConnection implements AutoCloseable {

    private static final String BODY = "Response body: ";

    /**
     * What the first answer may take beyond the time that answers may take: with it come the making of a connection and the loading
     * of all that speaks HTTP, TLS and JSON. On two busy cores that alone is seconds, and no fault of Vault's.
     */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(5);

    private final VaultSettings settings;
    private final VaultFailure failure;
    private final HttpClient http;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("vault-request").factory());
    private volatile boolean hasAnswered;

    VaultConnection(VaultSettings settings) {
        this.settings = settings;
        this.failure = new VaultFailure(settings);
        HttpClient.Builder builder = HttpClient.newBuilder()
                // An agent between here and a Vault may not know the upgrade to HTTP/2.
                .version(HttpClient.Version.HTTP_1_1)
                // The client would follow to any host, and take the token along.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout());
        settings.caFile().map(VaultTrust::of).ifPresent(builder::sslContext);
        this.http = new EndpointClient(builder.build(), settings.endpoint());
    }

    VaultSettings settings() {
        return settings;
    }

    VaultFailure failure() {
        return failure;
    }

    HttpClient http() {
        return http;
    }

    /** The driver's requests, with the paths that it is given as they are. */
    Logical logical(Optional<SecretValue> token) {
        return new Logical(config(token)).withNameSpace(settings.namespace().orElse(""));
    }

    /** The driver's logins. */
    Auth auth(Optional<SecretValue> token) {
        return new Auth(config(token)).withNameSpace(settings.namespace().orElse(""));
    }

    private VaultConfig config(Optional<SecretValue> token) {
        try {
            VaultConfig config = new VaultConfig()
                    // It would take what is not set from the variables of the environment.
                    .environmentLoader(new NoEnvironment())
                    .address(settings.endpoint().toString())
                    // For a client of its own, so of no account.
                    .sslConfig(new SslConfig())
                    .engineVersion(1)
                    .httpClient(http);
            token.ifPresent(present -> config.token(present.reveal()));
            return config.build();
        } catch (VaultException e) {
            throw new IllegalStateException("the driver does not take its configuration");
        }
    }

    /**
     * Asks Vault, for as long as an answer may take.
     *
     * @throws StoreException when there is no answer, or one by which Vault says that it cannot answer now
     * @throws RefusedException when the driver made an exception of another answer
     */
    <T> T call(Callable<T> request) throws RefusedException {
        Duration limit =
                hasAnswered ? settings.readTimeout() : settings.readTimeout().plus(FIRST_ANSWER);
        Future<T> answer = threads.submit(request);
        try {
            T answered = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            hasAnswered = true;
            return answered;
        } catch (TimeoutException e) {
            throw failure.late(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure.unavailable("was not waited for: the request was given up");
        } catch (ExecutionException e) {
            throw describe(e.getCause() == null ? e : e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** The text of the driver's exceptions is dropped: it holds the whole answer. */
    private RefusedException describe(Throwable thrown) {
        if (thrown instanceof VaultException answered && answered.getHttpStatusCode() != 0) {
            String message = String.valueOf(answered.getMessage());
            int body = message.indexOf(BODY);
            VaultAnswer answer = VaultAnswer.of(
                    answered.getHttpStatusCode(), body < 0 ? "" : message.substring(body + BODY.length()));
            failure.of(answer).ifPresent(unavailable -> {
                throw unavailable;
            });
            return new RefusedException(answer);
        }
        throw failure.of(thrown);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        http.shutdownNow();
    }

    private static final class NoEnvironment extends EnvironmentLoader {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable String loadVariable(String name) {
            return null;
        }
    }
}
