package io.sparksecrets.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparksecrets.certs.ForeignAuthority.Issued;
import io.sparksecrets.certs.ForeignAuthority.Wanted;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people and tools put in place of a certificate and its key, and what they are told. */
class BrokenCertificateTest {

    private static final String NAME = "spark-secrets.spark.svc";

    private final Instant now = Instant.now();
    private final ForeignAuthority root = ForeignAuthority.root(now);
    private final ForeignAuthority intermediate = root.intermediate(now.minusSeconds(60), now.plus(Duration.ofDays(9)));
    private final Issued good = intermediate.issue(Wanted.server(now, NAME));

    private static Stream<KeyPair> keysOfEveryKind() {
        return Stream.of(ForeignAuthority.ellipticKey(), ForeignAuthority.rsaKey(), ForeignAuthority.edwardsKey());
    }

    @ParameterizedTest
    @MethodSource("keysOfEveryKind")
    void aChainIsTakenWithItsKeyInPkcs8(KeyPair key) throws Exception {
        Issued issued = intermediate.issue(Wanted.server(now, NAME).with(key));

        assertThat(read(issued.pem(), KeyPem.pkcs8(issued.key())).chain())
                .hasSize(3)
                .isEqualTo(issued.chain());
    }

    @Test
    void aKeyIsTakenInTheFormsThatOpensslWrote() throws Exception {
        KeyPair rsa = ForeignAuthority.rsaKey();
        Issued withRsa = intermediate.issue(Wanted.server(now, NAME).with(rsa));
        String pkcs1 = KeyPem.pkcs1((RSAPrivateKey) rsa.getPrivate());
        String sec1 = KeyPem.sec1((ECPrivateKey) good.key());

        assertThat(pkcs1).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(sec1).startsWith("-----BEGIN EC PRIVATE KEY-----");
        assertThat(read(withRsa.pem(), pkcs1).chain()).isEqualTo(withRsa.chain());
        assertThat(read(good.pem(), sec1).chain()).isEqualTo(good.chain());
        assertThat(read(good.pem(), KeyPem.sec1AfterItsCurve((ECPrivateKey) good.key()))
                        .chain())
                .isEqualTo(good.chain());
    }

    @Test
    void textAroundThePemIsPassedOver() throws Exception {
        String noted = "subject=CN=webhook\nissuer=CN=issuer\n" + good.pem().replace("\n", "\r\n") + "\n\nend\n";

        assertThat(read(noted, "Bag Attributes\n" + KeyPem.pkcs8(good.key())).chain())
                .isEqualTo(good.chain());
    }

    @Test
    void aKeyWithAPassphraseIsToldToBeDecrypted() throws Exception {
        for (String encrypted : List.of(KeyPem.encryptedPkcs8(good.key()), KeyPem.encryptedTraditional(good.key()))) {
            assertProblem(good.pem(), encrypted, "tls.key holds a key with a passphrase; decrypt it");
        }
    }

    @Test
    void aKeyOfAnotherCertificateDoesNotBelong() {
        Issued another = intermediate.issue(Wanted.server(now, NAME));
        Issued ofAnotherKind = intermediate.issue(Wanted.server(now, NAME).with(ForeignAuthority.rsaKey()));

        for (PrivateKey key : List.of(another.key(), ofAnotherKind.key())) {
            assertProblem(good.pem(), KeyPem.pkcs8(key), "tls.crt and its key do not belong together");
        }
    }

    @Test
    void whatIsCutOffIsCalledSoWhereverItIsCut() {
        String first = Pem.of(good.chain().subList(0, 1));
        String key = KeyPem.pkcs8(good.key());

        for (int length : List.of(40, first.length() / 2, first.length() - 20, first.length() - 3)) {
            assertProblem(first.substring(0, length), key, "tls.crt is cut off or damaged");
        }
        assertProblem(first + first.substring(0, 200), key, "tls.crt is cut off or damaged");
        for (int length : List.of(40, key.length() / 2, key.length() - 20, key.length() - 3)) {
            assertProblem(good.pem(), key.substring(0, length), "tls.key is cut off or damaged");
        }
    }

    @Test
    void aBodyThatIsNoBase64OrNothingAtAllIsDamaged() {
        String key = KeyPem.pkcs8(good.key());
        String nothing = Base64.getEncoder().encodeToString(new byte[300]);

        for (String body : List.of("!!!! no base64 !!!!", nothing, "")) {
            assertProblem(
                    "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n",
                    key,
                    "tls.crt is cut off or damaged");
            assertProblem(
                    good.pem(),
                    "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n",
                    "tls.key is cut off or damaged");
        }
    }

    @Test
    void whatHoldsSomethingElseIsToldWhatItTakes() {
        String key = KeyPem.pkcs8(good.key());

        for (String text : List.of("", " \n", "garbage", key)) {
            assertProblem(text, key, "tls.crt holds no certificate; it takes PEM that begins with -----BEGIN CERT");
        }
        for (String text : List.of("", "garbage", good.pem())) {
            assertProblem(
                    good.pem(), text, "tls.key holds no private key; it takes PEM that begins with -----BEGIN PR");
        }
    }

    @Test
    void aChainInTheWrongOrderIsToldWhichCertificateComesFirst() {
        List<X509Certificate> chain = good.chain();
        String key = KeyPem.pkcs8(good.key());

        assertProblem(
                Pem.of(chain.reversed()),
                key,
                "tls.crt is in the wrong order: certificate 3 is the server's, to which the key belongs, and must come first");
        assertProblem(
                Pem.of(List.of(chain.get(0), chain.get(2), chain.get(1))),
                key,
                "tls.crt is no chain: certificate 2 did not issue certificate 1");
    }

    @Test
    void aCertificateThatHasExpiredIsToldWhenAndWhose() {
        Instant yesterday = now.minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        Issued expired = intermediate.issue(Wanted.server(now, NAME).between(now.minus(Duration.ofDays(2)), yesterday));

        assertProblem(expired, "tls.crt holds a certificate of CN=webhook that expired " + yesterday);
    }

    @Test
    void aChainIsAsOldAsItsOldestCertificate() {
        ForeignAuthority old = root.intermediate(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));

        assertProblem(
                old.issue(Wanted.server(now, NAME)),
                "tls.crt holds a certificate of CN=issuer of the cluster that expired ");
    }

    @Test
    void aCertificateOfTheFutureIsToldWhenItBegins() {
        assertProblem(
                intermediate.issue(
                        Wanted.server(now, NAME).between(now.plus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)))),
                "tls.crt holds a certificate of CN=webhook that is not valid before ");
    }

    @Test
    void aCertificateThatIsNotForServersIsRefused() {
        assertProblem(
                intermediate.issue(Wanted.server(now, NAME).with(KeyPurposeId.id_kp_clientAuth)),
                "tls.crt is not for servers: its extended key usage does not have serverAuth");
        assertThat(problem(intermediate.issue(Wanted.server(now, NAME).with(KeyPurposeId.anyExtendedKeyUsage))))
                .isEmpty();
    }

    @Test
    void aMissingNameIsToldWithTheNamesThatAreThere() {
        assertProblem(
                intermediate.issue(Wanted.server(now, "webhook.example", "10.0.0.1")),
                "tls.crt does not have " + NAME
                        + " among its subject alternative names (webhook.example, 10.0.0.1), so the API server would refuse it");
        // The common name does not count, as for every client of today.
        assertProblem(
                intermediate.issue(Wanted.server(now)),
                "tls.crt does not have " + NAME + " among its subject alternative names (it has none)");
        assertThat(problem(intermediate.issue(Wanted.server(now, "*.spark.svc"))))
                .isEmpty();
    }

    private void assertProblem(Issued issued, String begin) {
        assertThat(problem(issued)).startsWith(begin);
    }

    private void assertProblem(String certificates, String key, String begin) {
        assertThatExceptionOfType(BadCertificateException.class)
                .isThrownBy(() -> read(certificates, key))
                .satisfies(e -> {
                    assertThat(e.getMessage()).startsWith(begin);
                    assertThat(e).as("a cause may quote the key").hasNoCause();
                });
    }

    private String problem(Issued issued) {
        try {
            read(issued.pem(), KeyPem.pkcs8(issued.key())).check(now, List.of(NAME), "tls.crt");
            return "";
        } catch (BadCertificateException e) {
            return e.getMessage();
        }
    }

    private static ServingCertificate read(String certificates, String key) throws BadCertificateException {
        return ServingCertificate.of(
                Pem.privateKey(key, "tls.key"), Pem.certificates(certificates, "tls.crt"), "tls.crt");
    }
}
