package io.sparksecrets.certs;

import java.io.IOException;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;

/** A private key in the forms that tools write. */
public final class KeyPem {

    private static final char[] PASSPHRASE = "correct horse".toCharArray();

    /** What {@code openssl ecparam -genkey} writes before the key: the name of the curve P-256. */
    private static final String CURVE =
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

    private KeyPem() {}

    /** PKCS#8: {@code BEGIN PRIVATE KEY}. */
    public static String pkcs8(PrivateKey key) {
        return Pem.of(key);
    }

    /** PKCS#1: {@code BEGIN RSA PRIVATE KEY}. */
    public static String pkcs1(RSAPrivateKey key) throws IOException {
        return write(new JcaMiscPEMGenerator(key));
    }

    /** SEC 1: {@code BEGIN EC PRIVATE KEY}, with the curve in the key, as {@code openssl ec} writes it. */
    public static String sec1(java.security.interfaces.ECPrivateKey key) throws IOException {
        return write(new PemObject(
                "EC PRIVATE KEY",
                new ECPrivateKey(256, key.getS(), new X962Parameters(SECObjectIdentifiers.secp256r1)).getEncoded()));
    }

    /** SEC 1, with the curve before it. */
    public static String sec1AfterItsCurve(java.security.interfaces.ECPrivateKey key) throws IOException {
        return CURVE + sec1(key);
    }

    /** PKCS#8 with a passphrase: {@code BEGIN ENCRYPTED PRIVATE KEY}. */
    public static String encryptedPkcs8(PrivateKey key) throws IOException, OperatorCreationException {
        return write(new JcaPKCS8Generator(
                key,
                new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider())
                        .setPassword(PASSPHRASE)
                        .build()));
    }

    /** PKCS#1 or SEC 1 with a passphrase: {@code Proc-Type: 4,ENCRYPTED}. */
    public static String encryptedTraditional(PrivateKey key) throws IOException {
        return write(new JcaMiscPEMGenerator(
                key,
                new JcePEMEncryptorBuilder("AES-256-CBC")
                        .setProvider(new BouncyCastleProvider())
                        .build(PASSPHRASE)));
    }

    private static String write(PemObjectGenerator object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(object);
        }
        return text.toString();
    }
}
