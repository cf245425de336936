package io.sparksecrets.passphrase;

import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.util.Bytes;
import io.sparksecrets.reference.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** The keys that a passphrase makes for one file, see {@link FileHeader}. */
final class FileKeys {

    private static final int KEY = 32;
    private static final int SEGMENT = 1024 * 1024;
    private static final String HMAC = "HmacSha256";

    private final byte[] macKey;
    private final StreamingAead stream;

    private FileKeys(byte[] macKey, StreamingAead stream) {
        this.macKey = macKey;
        this.stream = stream;
    }

    /** Takes about a second and {@link FileHeader#memory()} of memory, on purpose. */
    static FileKeys derive(SecretValue passphrase, FileHeader header) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(header.memory())
                .withIterations(header.iterations())
                .withParallelism(header.lanes())
                .withSalt(header.salt().toByteArray())
                .build());
        byte[] keys = new byte[2 * KEY];
        argon2.generateBytes(bytes(passphrase), keys);
        try {
            return new FileKeys(
                    Arrays.copyOf(keys, KEY),
                    new AesGcmHkdfStreaming(Arrays.copyOfRange(keys, KEY, 2 * KEY), HMAC, KEY, SEGMENT, 0));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the size of a key is wrong", e);
        }
    }

    /** The same characters are typed as other bytes on other systems. */
    private static byte[] bytes(SecretValue passphrase) {
        return Normalizer.normalize(passphrase.reveal(), Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }

    byte[] mac(byte[] header) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(macKey, HMAC));
            return mac.doFinal(header);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no " + HMAC, e);
        }
    }

    /** In a time that does not tell where two differ. */
    boolean isMac(Bytes mac, byte[] header) {
        return MessageDigest.isEqual(mac.toByteArray(), mac(header));
    }

    StreamingAead stream() {
        return stream;
    }
}
