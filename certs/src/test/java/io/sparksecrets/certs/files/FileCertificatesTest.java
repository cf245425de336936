package io.sparksecrets.certs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import io.sparksecrets.certs.ForeignAuthority;
import io.sparksecrets.certs.ForeignAuthority.Issued;
import io.sparksecrets.certs.ForeignAuthority.Wanted;
import io.sparksecrets.certs.KeyPem;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.testing.CapturedLog;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Secret of cert-manager or of a person, mounted; renewed, and now and then broken. */
class FileCertificatesTest {

    private static final String NAME = "spark-secrets.spark.svc";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Instant now = Instant.now();
    private final ForeignAuthority root = ForeignAuthority.root(now);
    private final List<X509Certificate> served = new CopyOnWriteArrayList<>();

    @Test
    void aRenewedSecretIsServedWhenItsLinkIsSwappedAndOnlyThen() throws Exception {
        MountedSecret secret = new MountedSecret(directory);
        FileCertificates certificates = certificates();
        Issued first = issued();
        Issued second = issued();

        secret.put(first);
        certificates.read(this::serve);
        certificates.read(this::serve);
        secret.put(first);
        certificates.read(this::serve);
        secret.put(second);
        certificates.read(this::serve);

        assertThat(served).containsExactly(leaf(first), leaf(second));
    }

    @Test
    void whileThereIsNothingTheProblemSaysWhatIsMissing() throws Exception {
        FileCertificates certificates = certificates();

        assertProblem(certificates, directory.resolve("tls.crt") + " does not exist");
        Issued issued = issued();
        Files.writeString(directory.resolve("tls.crt"), issued.pem());
        assertProblem(certificates, directory.resolve("tls.key") + " does not exist");
        Files.createDirectory(directory.resolve("tls.key"));
        assertProblem(certificates, directory.resolve("tls.key") + " cannot be read");
        assertThat(served).isEmpty();
    }

    @Test
    void whatIsTooLongIsNotRead() throws Exception {
        new MountedSecret(directory).put("#".repeat(1024 * 1024 + 1), "");

        assertProblem(certificates(), directory.resolve("tls.crt") + " is longer than 1 MiB");
    }

    @Test
    void whateverIsBrokenTheCertificateFromBeforeIsServedOn() throws Exception {
        MountedSecret secret = new MountedSecret(directory);
        FileCertificates certificates = certificates();
        Issued good = issued();
        Issued another = issued();
        Issued expired = root.issue(
                Wanted.server(now, NAME).between(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1))));
        String key = KeyPem.pkcs8(good.key());
        secret.put(good);
        certificates.read(this::serve);

        Map<String, Map<String, String>> broken = Map.of(
                "is cut off",
                files(good.pem().substring(0, 300), key),
                "do not belong together",
                files(another.pem(), key),
                "that expired",
                files(expired.pem(), KeyPem.pkcs8(expired.key())),
                "passphrase",
                files(good.pem(), KeyPem.encryptedPkcs8(good.key())),
                "holds no certificate",
                files("", key),
                "does not have " + NAME,
                files(root.issue(Wanted.server(now, "elsewhere"))));
        for (Map.Entry<String, Map<String, String>> one : broken.entrySet()) {
            secret.put(one.getValue());
            assertProblem(certificates, directory.toString(), one.getKey());
            assertProblem(certificates, "; the certificate from before is still served, until ");
        }
        assertThat(served).containsExactly(leaf(good));

        secret.put(another);
        certificates.read(this::serve);
        assertThat(served).containsExactly(leaf(good), leaf(another));
    }

    @Test
    void aCertificateThatNobodyRenewsIsServedOnAndToldToBeRefused() throws Exception {
        FileCertificates certificates = certificates();
        new MountedSecret(directory).put(issued());
        certificates.read(this::serve);

        now = now.plus(Duration.ofDays(2));

        assertProblem(certificates, " that expired ");
        assertProblem(certificates, "; the certificate that is served expired ", "so the API server refuses it");
    }

    @Test
    void aBrokenRenewalIsToldOnceLoudlyAndItsEndToo() throws Exception {
        MountedSecret secret = new MountedSecret(directory);
        Issued good = issued();
        Issued renewed = issued();
        secret.put(good);
        try (CapturedLog log = new CapturedLog();
                FileCertificates certificates = certificates()) {
            certificates.start(this::serve);
            await("the first certificate", () -> served.size() == 1);
            assertThat(certificates.problem()).isEmpty();

            secret.put(renewed.pem(), KeyPem.pkcs8(good.key()));
            await("a problem", () -> certificates.problem().isPresent());
            assertThat(certificates.problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("do not belong together"));
            assertThat(log.at(Level.ERROR))
                    .singleElement()
                    .asString()
                    .startsWith("certificates: ")
                    .contains("tls.crt and its key do not belong together")
                    .contains("still served, until ");

            secret.put(renewed);
            await("the renewed certificate", () -> served.size() == 2);
            await("the end of the problem", () -> certificates.problem().isEmpty());
            assertThat(served).containsExactly(leaf(good), leaf(renewed));
            assertThat(log.at(Level.ERROR)).hasSize(1);
            assertThat(log.at(Level.INFO)).last().asString().contains("all is well again");
        }
    }

    private static void await(String what, Waiting.Condition condition) throws IOException {
        Waiting.until(what, Duration.ofSeconds(60), condition);
    }

    private FileCertificates certificates() {
        return new FileCertificates(directory, List.of(NAME), () -> now);
    }

    private Issued issued() {
        return root.issue(Wanted.server(now, NAME));
    }

    private static Map<String, String> files(Issued issued) {
        return files(issued.pem(), KeyPem.pkcs8(issued.key()));
    }

    private static Map<String, String> files(String certificates, String key) {
        return Map.of(FileCertificates.CERTIFICATE, certificates, FileCertificates.KEY, key);
    }

    private void serve(ServingCertificate certificate) {
        served.add(certificate.certificate());
    }

    private static X509Certificate leaf(Issued issued) {
        return issued.chain().getFirst();
    }

    private void assertProblem(FileCertificates certificates, String... parts) {
        assertThatExceptionOfType(InstallationException.class)
                .isThrownBy(() -> certificates.read(this::serve))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
