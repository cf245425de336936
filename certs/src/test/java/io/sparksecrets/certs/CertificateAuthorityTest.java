package io.sparksecrets.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {

    private final Instant now = Instant.now();
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void aServerWithAnIssuedCertificateIsTrustedUnderEachOfItsNames() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(now, YEAR);
        ServingCertificate server =
                authority.issue(List.of("localhost", "webhook.spark-secrets.svc", "127.0.0.1", "::1"), now, DAY);

        for (String name : List.of("localhost", "webhook.spark-secrets.svc", "127.0.0.1", "::1")) {
            assertThat(handshake(server, authority, name)).as(name).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void aServerIsNotTrustedUnderAnotherName() {
        CertificateAuthority authority = CertificateAuthority.create(now, YEAR);
        ServingCertificate server = authority.issue(List.of("localhost"), now, DAY);

        assertThatThrownBy(() -> handshake(server, authority, "elsewhere.example"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("elsewhere.example");
    }

    @Test
    void anotherAuthorityDoesNotTrustTheServerThoughItBearsTheSameName() {
        CertificateAuthority authority = CertificateAuthority.create(now, YEAR);
        CertificateAuthority another = CertificateAuthority.create(now, YEAR);
        ServingCertificate server = authority.issue(List.of("localhost"), now, DAY);

        assertThatThrownBy(() -> trustManager(another)
                        .checkServerTrusted(new X509Certificate[] {server.certificate()}, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void thePublicPartsFollowTheProfileOfRfc5280() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(now, YEAR);
        X509Certificate root = authority.certificate();
        X509Certificate leaf =
                authority.issue(List.of("localhost", "10.0.0.1"), now, DAY).certificate();

        assertThat(root.getBasicConstraints())
                .as("path length of the authority")
                .isZero();
        assertThat(root.getKeyUsage()[5]).as("keyCertSign").isTrue();
        assertThat(leaf.getBasicConstraints()).as("the leaf is no authority").isEqualTo(-1);
        assertThat(leaf.getKeyUsage()[0]).as("digitalSignature").isTrue();
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "10.0.0.1"));
        assertThat(leaf.getPublicKey())
                .isInstanceOfSatisfying(
                        ECPublicKey.class,
                        key -> assertThat(key.getParams().getCurve().getField().getFieldSize())
                                .isEqualTo(256));
        byte[] subjectKey = root.getExtensionValue("2.5.29.14");
        byte[] authorityKey = leaf.getExtensionValue("2.5.29.35");
        assertThat(new String(authorityKey, StandardCharsets.ISO_8859_1))
                .as("the leaf's authority key identifier holds the authority's subject key identifier")
                .contains(new String(subjectKey, 4, subjectKey.length - 4, StandardCharsets.ISO_8859_1));
        assertThat(leaf.getSerialNumber()).isPositive().isNotEqualTo(root.getSerialNumber());
        assertThat(leaf.getSerialNumber().toByteArray()).hasSizeBetween(16, 20);
    }

    @Test
    void validityBeginsBeforeNowForClocksThatAreBehind() {
        X509Certificate leaf = CertificateAuthority.create(now, YEAR)
                .issue(List.of("localhost"), now, DAY)
                .certificate();

        assertThat(leaf.getNotBefore()).isBeforeOrEqualTo(Date.from(now.minus(CertificateAuthority.CLOCK_SKEW)));
        assertThat(leaf.getNotAfter().toInstant()).isBetween(now.plus(DAY).minusSeconds(1), now.plus(DAY));
    }

    @Test
    void aCertificateMustNotOutliveItsAuthority() {
        CertificateAuthority authority = CertificateAuthority.create(now, DAY);

        assertThatThrownBy(() -> authority.issue(List.of("localhost"), now, YEAR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outlive");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "two words", "under_score", "-dash", "300.1.1.1", "1.2.3", "a..b", "http://x", "::g:"})
    void whatIsNeitherADnsNameNorAnAddressIsRefusedByName(String name) {
        CertificateAuthority authority = CertificateAuthority.create(now, YEAR);

        assertThatThrownBy(() -> authority.issue(List.of(name), now, DAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"");
    }

    @Test
    void aCertificateWithoutNamesIsRefused() {
        CertificateAuthority authority = CertificateAuthority.create(now, YEAR);

        assertThatThrownBy(() -> authority.issue(List.of(), now, DAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
    }

    @Test
    void noPrivateKeyShowsInToStringOrInThePem() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(now, YEAR);
        ServingCertificate server = authority.issue(List.of("localhost"), now, DAY);
        PrivateKey key = (PrivateKey)
                server.keyStore().getKey(server.keyStore().aliases().nextElement(), server.keyPassword());

        String encoded = Base64.getEncoder().encodeToString(key.getEncoded());
        assertThat(server.toString()).doesNotContain(encoded).startsWith("ServingCertificate[serial=");
        assertThat(authority.toString()).startsWith("CertificateAuthority[serial=");
        assertThat(authority.pem()).doesNotContain("PRIVATE").startsWith("-----BEGIN CERTIFICATE-----\n");
    }

    @Test
    void opensslAcceptsTheCertificateForAServerOfThatName(@TempDir Path folder) throws Exception {
        requireOpenssl();
        CertificateAuthority authority = CertificateAuthority.create(now, YEAR);
        ServingCertificate server = authority.issue(List.of("webhook.spark-secrets.svc"), now, DAY);
        Path ca = Files.writeString(folder.resolve("ca.pem"), authority.pem());
        Path leaf = Files.write(folder.resolve("leaf.der"), server.certificate().getEncoded());

        assertThat(opensslVerify(ca, leaf, "webhook.spark-secrets.svc")).contains("leaf.der: OK");
        assertThat(opensslVerify(ca, leaf, "another.svc")).contains("hostname mismatch");
    }

    @Test
    void opensslReadsTheExtensionsAsRfc5280WantsThem(@TempDir Path folder) throws Exception {
        requireOpenssl();
        CertificateAuthority authority = CertificateAuthority.create(now, YEAR);
        X509Certificate server = authority
                .issue(List.of("webhook.spark-secrets.svc", "10.0.0.1", "::1"), now, DAY)
                .certificate();

        String root = opensslText(folder, authority.certificate());
        String leaf = opensslText(folder, server);

        String identifier = extension(root, "X509v3 Subject Key Identifier:");
        assertThat(identifier).matches("([0-9A-F]{2}:){19}[0-9A-F]{2}");
        assertThat(extension(root, "X509v3 Basic Constraints: critical")).isEqualTo("CA:TRUE, pathlen:0");
        assertThat(extension(root, "X509v3 Key Usage: critical")).isEqualTo("Certificate Sign, CRL Sign");
        assertThat(extension(leaf, "X509v3 Basic Constraints: critical")).isEqualTo("CA:FALSE");
        assertThat(extension(leaf, "X509v3 Key Usage: critical")).isEqualTo("Digital Signature");
        assertThat(extension(leaf, "X509v3 Extended Key Usage:")).isEqualTo("TLS Web Server Authentication");
        assertThat(extension(leaf, "X509v3 Subject Alternative Name:"))
                .isEqualTo("DNS:webhook.spark-secrets.svc, IP Address:10.0.0.1, IP Address:0:0:0:0:0:0:0:1");
        assertThat(extension(leaf, "X509v3 Authority Key Identifier:")).endsWith(identifier);
        assertThat(extension(leaf, "X509v3 Subject Key Identifier:")).isNotEqualTo(identifier);
        assertThat(List.of(root, leaf))
                .allSatisfy(text -> assertThat(text)
                        .contains("Version: 3 (0x2)")
                        .contains("Signature Algorithm: ecdsa-with-SHA256")
                        .contains("ASN1 OID: prime256v1")
                        .doesNotContain("Negative"));
    }

    @Test
    void serialNumbersAreRandomPositiveAndOfTheLengthThatRfc5280Allows() {
        CertificateAuthority authority = CertificateAuthority.create(now, YEAR);
        List<BigInteger> serials = Stream.concat(
                        Stream.generate(() -> authority.issue(List.of("localhost"), now, DAY))
                                .map(issued -> issued.certificate().getSerialNumber()),
                        Stream.of(authority.certificate().getSerialNumber()))
                .limit(50)
                .toList();

        assertThat(serials).doesNotHaveDuplicates().allSatisfy(serial -> {
            assertThat(serial).isPositive();
            assertThat(serial.toByteArray()).hasSizeBetween(16, 20);
        });
        assertThat(serials.stream().map(serial -> serial.shiftRight(64)).distinct())
                .as("the first halves differ as well")
                .hasSize(serials.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void javasPathValidationAcceptsTheChainOfEveryAuthorityButNotThatOfAnother(int which) {
        List<CertificateAuthority> authorities =
                List.of(CertificateAuthority.create(now, YEAR), CertificateAuthority.create(now, YEAR));
        ServingCertificate server = authorities.get(which).issue(List.of("localhost"), now, DAY);
        X509Certificate its = authorities.get(which).certificate();
        X509Certificate others = authorities.get(1 - which).certificate();

        assertThat(CertificateTrust.accepts(List.of(its, others), server.chain(), now))
                .isTrue();
        assertThat(CertificateTrust.accepts(List.of(others), server.chain(), now))
                .isFalse();
        assertThat(CertificateTrust.accepts(
                        List.of(its), server.chain(), now.plus(DAY).plusSeconds(1)))
                .isFalse();
        assertThat(CertificateTrust.accepts(List.of(), server.chain(), now)).isFalse();
    }

    /** Connects to a server that has the certificate, with the authority as the only trust, and says the protocol spoken. */
    private static String handshake(ServingCertificate certificate, CertificateAuthority authority, String name)
            throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificate.keyStore(), certificate.keyPassword());
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, new X509TrustManager[] {trustManager(authority)}, null);
        try (SSLServerSocket listener =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0)) {
            Thread acceptor = Thread.ofVirtual().start(() -> acceptOne(listener));
            try (Socket plain = new Socket(listener.getInetAddress(), listener.getLocalPort());
                    SSLSocket socket = (SSLSocket)
                            client.getSocketFactory().createSocket(plain, name, listener.getLocalPort(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return socket.getSession().getProtocol();
            } finally {
                acceptor.join();
            }
        }
    }

    private static void acceptOne(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.startHandshake();
        } catch (IOException e) {
            // The client refused the certificate; it is the client's answer that the test looks at.
        }
    }

    private static X509TrustManager trustManager(CertificateAuthority authority) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trust);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    /** Where it is missing the test is skipped with a line that says so; with {@code CI=true} it fails. */
    private static void requireOpenssl() throws IOException, InterruptedException {
        String missing = "openssl is not installed; what it says of our certificates is not tested";
        try {
            assertThat(new ProcessBuilder("openssl", "version").start().waitFor())
                    .isZero();
        } catch (IOException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw new IOException("CI has to run this test, and cannot: " + missing, e);
            }
            System.out.println("A test is skipped. " + missing);
            assumeTrue(false, missing);
        }
    }

    /** The line after the name of an extension. */
    private static String extension(String text, String name) {
        return text.lines()
                .map(String::strip)
                .dropWhile(line -> !line.equals(name))
                .skip(1)
                .findFirst()
                .orElse("not there: " + name);
    }

    private static String opensslText(Path folder, X509Certificate certificate) throws Exception {
        Path der = Files.write(folder.resolve(certificate.getSerialNumber() + ".der"), certificate.getEncoded());
        return openssl("x509", "-inform", "DER", "-in", der.toString(), "-noout", "-text");
    }

    private static String opensslVerify(Path ca, Path leaf, String name) throws Exception {
        return openssl(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-CAfile",
                ca.toString(),
                "-verify_hostname",
                name,
                leaf.toString());
    }

    private static String openssl(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of("openssl"), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
