package io.sparksecrets.store.vault;

import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a Vault could not be asked, in words that hold nothing of what was sent or received. */
final class VaultFailure {

    private final VaultSettings settings;

    VaultFailure(VaultSettings settings) {
        this.settings = settings;
    }

    /** What messages call the Vault. */
    String vault() {
        return "the Vault at " + settings.endpoint();
    }

    /** @param why the same for everybody: without an address, a path of a file or another setting */
    StoreException unavailable(String why) {
        return unavailable(why, why);
    }

    /** @param why for who runs the store */
    private StoreException unavailable(String why, String toUsers) {
        return new StoreException(Reason.UNAVAILABLE, vault() + " " + why, "the Vault " + toUsers);
    }

    /** What to say of an answer with which Vault tells that it cannot answer now; empty for every other answer. */
    Optional<StoreException> of(VaultAnswer answer) {
        String why = switch (answer.status()) {
            case 400 -> badRequest(answer);
            case 412 -> "has not yet got what was written to another of its nodes (HTTP 412)";
            case 429 -> "limits the rate of requests and refuses this one (HTTP 429)";
            case 472, 473 -> "is a standby that does not answer (HTTP %d)".formatted(answer.status());
            case 501 -> "is not initialised";
            case 503 ->
                answer.isSealed()
                        ? "is sealed; somebody has to unseal it"
                        : "cannot answer now (HTTP 503); it may be starting or choosing a leader";
            default -> {
                if (answer.status() >= 500) {
                    yield "failed with HTTP %d; its own log says why".formatted(answer.status());
                }
                yield answer.isForeign()
                        ? "answered HTTP %d as no Vault does; is the endpoint right?".formatted(answer.status())
                        : "";
            }
        };
        return why.isEmpty() ? Optional.empty() : Optional.of(unavailable(why));
    }

    private static String badRequest(VaultAnswer answer) {
        if (answer.isForeign()) {
            return "answered HTTP 400 as no Vault does; is it https instead of http?";
        }
        return answer.says("upgrading from non-versioned") ? "is still making its KV engine a versioned one" : "";
    }

    /** What to say when there was no answer in time. */
    StoreException late(Duration limit) {
        return unavailable("did not answer within " + shown(limit));
    }

    /** What to say when it was not even asked in time, because there was so much else to ask it. */
    StoreException unasked(Duration limit) {
        return unavailable("answers this webhook's requests too slowly: this one was not sent within " + shown(limit));
    }

    /** What to say of a connection that failed. */
    StoreException of(Throwable failure) {
        return causes(failure)
                .filter(RedirectException.class::isInstance)
                .map(RedirectException.class::cast)
                .findFirst()
                .map(this::redirected)
                .orElseGet(() -> unavailable(describe(failure)));
    }

    private StoreException redirected(RedirectException redirect) {
        String toUsers = "redirects to another address (HTTP %d), where no token is sent".formatted(redirect.status());
        return unavailable(
                ("redirects to %s (HTTP %d), where no token is sent: one redirect is followed, to the host of the endpoint over https."
                                + " Set vaultSettings.endpoint to the https address of the active node or of what stands before all nodes, or"
                                + " have the standby nodes forward requests")
                        .formatted(redirect.target(), redirect.status()),
                toUsers);
    }

    private String describe(Throwable failure) {
        if (has(failure, HttpConnectTimeoutException.class)) {
            return "cannot be reached: no connection within " + shown(settings.connectTimeout());
        }
        if (has(failure, HttpTimeoutException.class)) {
            return "did not answer within " + shown(settings.readTimeout());
        }
        if (has(failure, UnresolvedAddressException.class) || has(failure, UnknownHostException.class)) {
            return "cannot be reached: its host name is not known";
        }
        if (has(failure, ConnectException.class)) {
            return "cannot be reached: the connection is refused; does it run, and is the port right?";
        }
        if (has(failure, CertPathBuilderException.class) || has(failure, CertPathValidatorException.class)) {
            return "has a certificate that is not trusted: it is not from "
                    + (settings.caFile().isPresent()
                            ? "the authorities in the file that vaultSettings.caFile names"
                            : "an authority that Java knows, and no CA file is set")
                    + ", or has expired";
        }
        if (has(failure, java.security.cert.CertificateException.class)) {
            return "has a certificate that is not for the host in vaultSettings.endpoint";
        }
        if (has(failure, SSLException.class)) {
            return "does not speak TLS as expected; is it http instead of https?";
        }
        return has(failure, IOException.class)
                ? "cut the connection before it had answered"
                : "answered in a way that is not understood; is the endpoint right?";
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return causes(failure).anyMatch(kind::isInstance);
    }

    private static Stream<Throwable> causes(@Nullable Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(
                        failure, cause -> cause != null, cause -> cause == null ? null : cause.getCause())
                .limit(20)
                .map(cause -> cause);
    }

    static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
