package io.sparksecrets.store.diagnosis;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why TLS did not begin, and what to do. */
final class TlsFailure {

    private static final int MAX_CAUSES = 20;

    private TlsFailure() {}

    /**
     * The result of a handshake that failed.
     *
     * @param trusted what is trusted, such as {@code the authorities in ca.pem}
     * @param whereToSet how that is set
     */
    static StepResult of(Exception failure, Address server, String trusted, String whereToSet) {
        if (has(failure, CertificateExpiredException.class)) {
            return failed("the certificate has expired", "have the certificate of the server renewed");
        }
        if (has(failure, CertPathBuilderException.class) || has(failure, CertPathValidatorException.class)) {
            return failed(
                    "the certificate is not trusted: it is not from " + trusted,
                    "give the certificate of the authority that issued it: " + whereToSet);
        }
        if (has(failure, CertificateException.class)) {
            return failed(
                    "the certificate is not for the host " + server.host(),
                    "connect by a name that is in the certificate, or have it issued for this one");
        }
        if (has(failure, SocketTimeoutException.class)) {
            return failed("the server does not answer in time", "is the port that of TLS, and is the server busy?");
        }
        if (has(failure, SSLException.class)) {
            return failed(
                    "the server does not speak TLS as expected",
                    "is the port that of TLS, or does it speak plain text?");
        }
        return has(failure, IOException.class)
                ? failed(
                        "the server ended the connection",
                        "is the port that of TLS? The log of the server may say more")
                : failed("TLS cannot be tried", "check the certificates that are configured: " + whereToSet);
    }

    private static StepResult failed(String detail, String hint) {
        return StepResult.failed(Step.TLS, detail, hint);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        @Nullable Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (kind.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
