package io.sparksecrets.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ValueCipherTest {

    private static final SecretValue VALUE = SecretValue.of("correct horse battery staple");

    private final KeysetHandle keyset = keyset();
    private final ValueCipher cipher = cipher(keyset);

    @Test
    void aValueDecryptsInItsOwnRowAndItsCiphertextDiffersEachTime() throws UndecryptableException {
        byte[] ciphertext = cipher.encrypt("team/KEY", 3, VALUE);

        assertThat(cipher.decrypt("team/KEY", 3, ciphertext)).isEqualTo(VALUE);
        assertThat(ciphertext).isNotEqualTo(cipher.encrypt("team/KEY", 3, VALUE));
        assertThat(new String(ciphertext, StandardCharsets.ISO_8859_1)).doesNotContain("horse");
    }

    @Test
    void aValueDoesNotDecryptUnderAnotherPathOrVersion() {
        byte[] ciphertext = cipher.encrypt("team/KEY", 3, VALUE);

        assertUndecryptable("team/KEY", 4, ciphertext);
        assertUndecryptable("team/KEY2", 3, ciphertext);
        assertUndecryptable("team/key", 3, ciphertext);
        assertUndecryptable("team", 3, ciphertext);
    }

    @Test
    void whereAPathEndsAndAVersionBeginsCannotBeShifted() {
        byte[] ciphertext = cipher.encrypt("KEY1", 1, VALUE);

        assertUndecryptable("KEY", 11, ciphertext);
        assertUndecryptable("KEY11", 1, ciphertext);
    }

    @Test
    void anAlteredValueDoesNotDecrypt() {
        byte[] ciphertext = cipher.encrypt("KEY", 1, VALUE);
        ciphertext[ciphertext.length - 1] ^= 1;

        assertUndecryptable("KEY", 1, ciphertext);
    }

    @Test
    void aKeyThatTheKeysetDoesNotHoldIsNamedAsTheCause() {
        byte[] ciphertext = cipher(keyset()).encrypt("KEY", 1, VALUE);

        for (byte[] foreign :
                new byte[][] {ciphertext, new byte[0], {1, 2, 3}, "plain text".getBytes(StandardCharsets.UTF_8)}) {
            assertThat(cipher.knowsKeyOf(foreign)).isFalse();
            assertThatExceptionOfType(UndecryptableException.class)
                    .isThrownBy(() -> cipher.decrypt("KEY", 1, foreign))
                    .withMessageContaining("version 1 of \"KEY\"")
                    .withMessageContaining("a key that the keyset does not hold")
                    .withNoCause();
        }
    }

    @Test
    void afterARotationTheNewPrimaryKeyEncryptsAndTheOldKeyStillDecrypts() throws Exception {
        byte[] old = cipher.encrypt("KEY", 1, VALUE);
        KeysetHandle rotatedKeyset = KeysetHandle.newBuilder(keyset)
                .addEntry(KeysetHandle.importKey(keyset().getAt(0).getKey()).makePrimary())
                .build();
        ValueCipher rotated = cipher(rotatedKeyset);

        byte[] fresh = rotated.encrypt("KEY", 2, VALUE);

        assertThat(rotated.decrypt("KEY", 1, old)).isEqualTo(VALUE);
        assertThat(rotated.decrypt("KEY", 2, fresh)).isEqualTo(VALUE);
        assertThat(cipher.knowsKeyOf(fresh))
                .as("the old keyset knows the new key")
                .isFalse();
    }

    @Test
    void aDisabledKeyDoesNotDecrypt() throws Exception {
        byte[] old = cipher.encrypt("KEY", 1, VALUE);
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(keyset);
        builder.getAt(0).setStatus(KeyStatus.DISABLED);
        builder.addEntry(KeysetHandle.importKey(keyset().getAt(0).getKey()).makePrimary());

        assertThat(cipher(builder.build()).knowsKeyOf(old)).isFalse();
    }

    @Test
    void aValueThatIsTooLongIsRefused() {
        assertThat(cipher.encrypt("KEY", 1, SecretValue.of("x".repeat(1_000_000))))
                .isNotEmpty();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> cipher.encrypt("KEY", 1, SecretValue.of("é".repeat(500_001))))
                .withMessage(
                        "the value for \"KEY\" has 1000002 bytes in UTF-8; 1000000 are allowed, because a Kubernetes Secret"
                                + " must hold it");
    }

    @Test
    void aValueThatIsNoUnicodeTextIsRefusedRatherThanChanged() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> cipher.encrypt("KEY", 1, SecretValue.of("half a pair: \uD83D")))
                .withMessageContaining("half a surrogate pair")
                .withMessageNotContaining("half a pair:");
    }

    private void assertUndecryptable(String path, long version, byte[] ciphertext) {
        assertThatExceptionOfType(UndecryptableException.class)
                .isThrownBy(() -> cipher.decrypt(path, version, ciphertext))
                .withMessageContaining("version %d of \"%s\" does not decrypt".formatted(version, path))
                .withMessageContaining("write the secret again")
                .withMessageNotContaining("horse")
                .withMessageNotContaining(Base64.getEncoder().encodeToString(ciphertext))
                .withNoCause();
    }

    private static KeysetHandle keyset() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static ValueCipher cipher(KeysetHandle keyset) {
        try {
            return new ValueCipher(keyset);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
